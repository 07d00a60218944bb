package io.cellplane.standalone.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.api.ApiConfig;
import io.cellplane.api.ApiSettings;
import io.cellplane.api.QuotaSettings;
import io.cellplane.api.ServerSettings;
import io.cellplane.cellworker.CellWorkerConfig;
import io.cellplane.compute.config.HostConfig;
import io.cellplane.compute.config.LibvirtConfig;
import io.cellplane.conductor.ConductorConfig;
import io.cellplane.contracts.Patience;
import io.cellplane.metadata.MetadataConfig;
import io.cellplane.openstack.ServiceSettings;
import io.cellplane.process.config.Configuration;
import io.cellplane.process.config.HealthSettings;
import io.cellplane.process.config.WrongSetting;
import io.cellplane.temporal.client.TemporalSettings;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each of the five processes can be told, and what it is when nobody tells it. */
class SettingsTest {
    private static final String API_DATABASE = "jdbc:mysql://127.0.0.1:3306/cellplane_api";
    private static final URI IDENTITY = URI.create("http://127.0.0.1:5000/v3");
    private static final ServiceSettings SERVICES = new ServiceSettings(
            IDENTITY,
            null,
            null,
            "",
            List.of("internal", "public"),
            "",
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            1,
            1,
            List.of(503),
            "cellplane",
            "",
            "service");
    private static final TemporalSettings TEMPORAL = TemporalSettings.plain("127.0.0.1:7233", "default");

    /** The defaults, once more: who changes one sees here who relies on it. */
    private static Stream<Arguments> processes() {
        return Stream.of(
                        new ApiConfig(
                                new ApiSettings(
                                        "0.0.0.0", 8774, null, null, false, 1000, new ApiSettings.Requests(0, 100)),
                                new QuotaSettings(10, 20, 51_200, 128, 100, 10, 10, 5, 10_240, 255, false, ""),
                                new ServerSettings(new ServerSettings.Lists(false), new ServerSettings.Hints(false)),
                                "api",
                                false,
                                3,
                                "",
                                new ApiConfig.Database(API_DATABASE, "cellplane", "", 16),
                                TEMPORAL,
                                new ApiConfig.Nats("api", ""),
                                SERVICES,
                                new HealthSettings("127.0.0.1", 9100),
                                Patience.standard()),
                        new ConductorConfig(
                                "conductor",
                                3,
                                "",
                                new ConductorConfig.Database(API_DATABASE, "cellplane", "", 16),
                                TEMPORAL,
                                SERVICES,
                                new HealthSettings("127.0.0.1", 9101),
                                Patience.standard()),
                        new CellWorkerConfig(
                                "cell-worker",
                                List.of("cell1", "cell0"),
                                "",
                                new CellWorkerConfig.Database(API_DATABASE, "cellplane", "", 16),
                                TEMPORAL,
                                new CellWorkerConfig.Nats("cell-worker", ""),
                                new CellWorkerConfig.Ratios(4, 1, 1, 512, 0),
                                new CellWorkerConfig.Believed(1024, 16_777_216, 1_048_576),
                                new HealthSettings("127.0.0.1", 9102),
                                Patience.standard()),
                        new HostConfig(
                                "cell1",
                                List.of("host1"),
                                ".cellplane/hosts",
                                new HostConfig.Nats("nats://127.0.0.1:4222", "", "", ""),
                                new HostConfig.HypervisorConfig(
                                        "simulated",
                                        ".cellplane/storage",
                                        false,
                                        new HostConfig.Offered(0, 0, 0, 0, 0, 0),
                                        64,
                                        262_144,
                                        4096),
                                new HostConfig.Disks(false, 1024, Duration.ofDays(1), 0, "", 0, ""),
                                new LibvirtConfig(
                                        "qemu:///system",
                                        "127.0.0.1",
                                        "auto",
                                        "default",
                                        "",
                                        "127.0.0.1",
                                        "",
                                        Duration.ofSeconds(60),
                                        Duration.ofSeconds(30)),
                                new HealthSettings("127.0.0.1", 9103),
                                Patience.standard()),
                        new MetadataConfig(
                                "metadata",
                                "cell1",
                                new MetadataConfig.Database("jdbc:mysql://127.0.0.1:3306/cell1", "cell1", "", 8),
                                new MetadataConfig.Guests("0.0.0.0", 8775, "", "", Duration.ofSeconds(15), 16, 2000),
                                new HealthSettings("127.0.0.1", 9104),
                                Patience.standard()))
                .map(defaults -> Arguments.of(Named.of(process(defaults), defaults)));
    }

    private static String process(Record defaults) {
        return switch (defaults) {
            case ApiConfig _ -> "cellplane-api";
            case ConductorConfig _ -> "conductor";
            case CellWorkerConfig _ -> "cell-worker";
            case MetadataConfig _ -> "metadata";
            default -> "compute-worker";
        };
    }

    private static Configuration<? extends Record> read(Record defaults, Map<String, String> environment) {
        return Configuration.of(process(defaults), defaults.getClass(), null, environment);
    }

    @ParameterizedTest
    @MethodSource("processes")
    void a_process_has_these_defaults(Record defaults) {
        assertThat(read(defaults, Map.of()).settings()).isEqualTo(defaults);
    }

    @ParameterizedTest
    @MethodSource("processes")
    void each_setting_reaches_its_place_and_no_other(Record defaults) {
        read(defaults, Map.of()).values().forEach((key, value) -> {
            if (!key.startsWith("cellplane.")) {
                return;
            }
            String other = other(value);
            String name = key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
            Record settings = read(defaults, Map.of(name, other)).settings();
            assertThat(differences("cellplane", defaults, settings))
                    .as(key)
                    .containsExactly(key.replace("-", "").toLowerCase(Locale.ROOT));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INTERFACES             | inside | interfaces has one or more of public, internal and admin, not [inside]
            CONNECT_RETRIES        | 11     | connect-retries lies between 0 and 10, not 11
            STATUS_CODE_RETRIES    | -1     | status-code-retries lies between 0 and 10, not -1
            RETRIABLE_STATUS_CODES | 404    | retriable-status-codes has 429 and what lies between 500 and 599, not [404]
            TIMEOUT                | 0s     | timeout is longer than nothing
            """)
    void how_services_are_called_is_refused_where_it_cannot_be(String setting, String value, String words) {
        String name = "CELLPLANE_SERVICES_" + setting;
        assertThatThrownBy(() -> Configuration.of("conductor", ConductorConfig.class, null, Map.of(name, value)))
                .isInstanceOf(WrongSetting.class)
                .hasMessage(name + ": cellplane.services." + words);
    }

    private static String other(Object value) {
        return switch (value) {
            case Boolean flag -> String.valueOf(!flag);
            case Integer number -> String.valueOf(number + 1);
            case Double number -> String.valueOf(number + 1);
            case List<?> statuses when statuses.contains(503) -> "502,504";
            case List<?> interfaces when interfaces.contains("public") -> "admin";
            case List<?> _ -> "another";
            case String text when text.matches("\\d+(ms|s|m|h|d)") -> "1" + text;
            // A little more only: some have to stay longer than others.
            default ->
                String.valueOf(value).startsWith("PT")
                        ? Duration.parse(String.valueOf(value)).plusMillis(1).toString()
                        : "http://another";
        };
    }

    /** The names of all components that are not the same, in whatever record they stand. */
    private static List<String> differences(String prefix, Record one, Record other) {
        List<String> found = new ArrayList<>();
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            String name = prefix + "." + component.getName().toLowerCase(Locale.ROOT);
            Object before = value(component, one);
            Object after = value(component, other);
            if (before instanceof Record inner && after instanceof Record now) {
                found.addAll(differences(name, inner, now));
            } else if (!Objects.equals(before, after)) {
                found.add(name);
            }
        }
        return found;
    }

    private static @Nullable Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
