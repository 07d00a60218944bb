package io.cellplane.process.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.Patience;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    private static final Kitchen DEFAULTS = new Kitchen(
            "kitchen",
            true,
            1.5,
            4,
            List.of("soup", "bread"),
            URI.create("http://127.0.0.1:80"),
            new Oven(250, null),
            Map.of(),
            Patience.standard());

    private final Path file;

    ConfigurationTest(@TempDir Path folder) {
        file = folder.resolve("file.yaml");
    }

    record Kitchen(
            String name,
            boolean open,
            @Range(least = 0.5, most = 3) double heat,
            @Range(least = 1, most = 100) int tables,
            @Range(least = 1) List<String> menu,
            URI supplier,
            Oven oven,
            Map<String, Cook> cooks,
            Patience patience) {}

    record Oven(int maxHeat, @Nullable String maker) {}

    record Cook(String knife, @Nullable String hat) {}

    private Kitchen read(String yaml, Map<String, String> environment) {
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Configuration.of("kitchen", Kitchen.class, file, environment).settings();
    }

    @Test
    void what_nobody_says_is_the_default() {
        assertThat(Configuration.of("kitchen", Kitchen.class, null, Map.of("PATH", "/bin"))
                        .settings())
                .isEqualTo(DEFAULTS);
        assertThat(read("", Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void a_file_is_over_the_defaults_and_the_environment_over_both() {
        Kitchen kitchen =
                read("""
                cellplane:
                  tables: 7
                  oven: {max-heat: 300, maker: them}
                  menu: [fish]
                cellplane.name: of the file
                """, Map.of("CELLPLANE_TABLES", "8", "CELLPLANE_OVEN_MAX_HEAT", "200", "CELLPLANE_LOG", "text"));
        assertThat(kitchen.name()).isEqualTo("of the file");
        assertThat(kitchen.tables()).isEqualTo(8);
        assertThat(kitchen.oven()).isEqualTo(new Oven(200, "them"));
        assertThat(kitchen.menu()).containsExactly("fish");
        assertThat(kitchen.open()).isTrue();
    }

    @Test
    void the_environment_says_everything_as_text() {
        Kitchen kitchen = read(
                "",
                Map.of(
                        "CELLPLANE_OPEN", "false",
                        "CELLPLANE_HEAT", "2",
                        "CELLPLANE_MENU", "soup, fish,bread",
                        "CELLPLANE_SUPPLIER", "https://there",
                        "CELLPLANE_OVEN_MAKER", "us",
                        "CELLPLANE_NAME", ""));
        assertThat(kitchen.open()).isFalse();
        assertThat(kitchen.heat()).isEqualTo(2);
        assertThat(kitchen.menu()).containsExactly("soup", "fish", "bread");
        assertThat(kitchen.supplier()).isEqualTo(URI.create("https://there"));
        assertThat(kitchen.oven().maker()).isEqualTo("us");
        assertThat(kitchen.name()).isEmpty();
    }

    @Test
    void entries_have_the_names_that_they_are_given() {
        Kitchen kitchen = read("""
                cellplane:
                  cooks:
                    ann: {knife: small, hat: white}
                    bob-2: {knife: large}
                """, Map.of("CELLPLANE_COOKS_BOB_2_KNIFE", "larger"));
        assertThat(kitchen.cooks())
                .isEqualTo(Map.of("ann", new Cook("small", "white"), "bob-2", new Cook("larger", null)));
        assertThatThrownBy(() -> read("cellplane.cooks.ann.hat: white", Map.of()))
                .isInstanceOf(WrongSetting.class)
                .hasMessage("cellplane.cooks.ann.knife is not set");
    }

    @Test
    void windows_are_over_the_standard_ones() {
        Patience patience = read("cellplane.patience: {hosts: {silent: 5m}, sweeps.every: PT7S}", Map.of())
                .patience();
        assertThat(patience.hosts().silent()).isEqualTo(Duration.ofMinutes(5));
        assertThat(patience.sweeps().every()).isEqualTo(Duration.ofSeconds(7));
        assertThat(patience.hosts().spawn())
                .isEqualTo(Patience.standard().hosts().spawn());
    }

    @Test
    void no_window_is_of_no_time_but_the_one_that_stands_open_for_ever() {
        List<String> names = Configuration.of("kitchen", Kitchen.class, Map.of()).values().keySet().stream()
                .filter(name -> name.startsWith("cellplane.patience."))
                .toList();
        assertThat(names).hasSize(28);
        for (String name : names) {
            if (name.equals("cellplane.patience.deadlines.resize-window")) {
                assertThat(read(name + ": 0s", Map.of()).patience()).isEqualTo(Patience.standard());
            } else {
                assertThatThrownBy(() -> read(name + ": 0s", Map.of()))
                        .isInstanceOf(WrongSetting.class)
                        .hasMessage(file + ": " + name + " lies between 1ms and 365d, not PT0S");
            }
        }
    }

    @Test
    void what_else_the_defaults_have_is_passed_on_and_may_be_set() {
        assertThat(Configuration.of("kitchen", Kitchen.class, Map.of("other.port", 3, "cellplane.name", "mine"))
                        .values())
                .containsEntry("other.framework", "${cellplane.name}")
                .containsEntry("other.port", 3)
                .containsEntry("cellplane.name", "mine")
                .containsEntry("cellplane.oven.max-heat", 250);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cellplane.nmae: x | there is no setting cellplane.nmae, the nearest is cellplane.name",
                "cellplane: {oven: {maxheat: 1}} | there is no setting cellplane.oven.maxheat, the nearest is cellplane.oven.max-heat",
                "cellplane.oven: hot | there is no setting cellplane.oven, the nearest is cellplane.open",
                "celplane: {name: x} | there is no setting celplane.name, the nearest is cellplane.name",
                "cellplane.cooks: {ann: {nife: x}} | there is no setting cellplane.cooks.ann.nife, the nearest is cellplane.cooks.ann.knife",
                "cellplane.patience.sweeps.evry: 1s | there is no setting cellplane.patience.sweeps.evry, the nearest is cellplane.patience.sweeps.every",
                "cellplane.name: | cellplane.name has no value",
                "cellplane.name: [a] | cellplane.name takes a text, not '[a]'",
                "cellplane.open: maybe | cellplane.open takes true or false, not 'maybe'",
                "cellplane.tables: many | cellplane.tables takes a whole number, not 'many'",
                "cellplane.tables: 4.5 | cellplane.tables takes a whole number, not '4.5'",
                "cellplane.tables: '' | cellplane.tables takes a whole number, not ''",
                "cellplane.tables: 99999999999 | cellplane.tables takes a whole number, not '99999999999'",
                "cellplane.tables: 0 | cellplane.tables lies between 1 and 100, not 0",
                "cellplane.heat: 3.1 | cellplane.heat lies between 0.5 and 3, not 3.1",
                "cellplane.heat: hot | cellplane.heat takes a number, not 'hot'",
                "cellplane.menu: [] | cellplane.menu has between 1 and 2147483647, not []",
                "cellplane.menu: {a: b} | there is no setting cellplane.menu.a, the nearest is cellplane.menu",
                "cellplane.supplier: 'not an address' | cellplane.supplier takes an address, not 'not an address'",
                "cellplane.patience.sweeps.every: 3 | cellplane.patience.sweeps.every takes a duration as 500ms, 30s, 5m, 2h or 1d, not '3'",
                "cellplane.patience.sweeps.every: -PT1S | cellplane.patience.sweeps.every takes a duration as 500ms, 30s, 5m, 2h or 1d, not '-PT1S'",
                "cellplane.patience.hosts.absent: 366d | cellplane.patience.hosts.absent lies between 1ms and 365d, not PT8784H",
                "cellplane.patience.hosts.silent: 9s | cellplane.patience.hosts.silent is not less than alive (PT10S), not PT9S",
                "- a list | holds no settings"
            })
    void what_is_wrong_in_a_file_is_named_with_the_file(String yaml, String problem) {
        assertThatThrownBy(() -> read(yaml, Map.of()))
                .isInstanceOf(WrongSetting.class)
                .message()
                .startsWith(file.toString())
                .endsWith(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CELLPLANE_TABELS | 7 | the environment: there is no setting CELLPLANE_TABELS, the nearest is CELLPLANE_TABLES",
                "CELLPLANE_TABLES | x | CELLPLANE_TABLES: cellplane.tables takes a whole number, not 'x'",
                "CELLPLANE_HEAT | 9 | CELLPLANE_HEAT: cellplane.heat lies between 0.5 and 3, not 9"
            })
    void what_is_wrong_in_the_environment_is_named(String name, String value, String problem) {
        assertThatThrownBy(() -> read("", Map.of(name, value)))
                .isInstanceOf(WrongSetting.class)
                .hasMessage(problem);
    }

    @Test
    void a_setting_that_stands_twice_or_a_file_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> read("cellplane: {name: a, name: b}", Map.of()))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("duplicate key name");
        assertThatThrownBy(() -> Configuration.of("kitchen", Kitchen.class, Path.of("/nowhere"), Map.of()))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("/nowhere");
    }
}
