package io.cellplane.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.fault.FaultPoints.Side;
import io.cellplane.standalone.Data;
import io.cellplane.standalone.UpOptions;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.Ports;
import io.cellplane.trials.kill.Victim;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How commands are called, and what they say when they are called wrongly. */
class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        return Main.line(Map.of())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    private static CloudOptions up(Map<String, String> environment, String... words) {
        UpOptions options = new UpOptions();
        UpOptions.line(options, environment).parseArgs(words);
        return options.cloud();
    }

    @ParameterizedTest
    @CsvSource({
        "up, --temporal-ui-port",
        "lab, reboot",
        "lab up, --free-ports",
        "lab reboot, HOST",
        "demo, --apart",
        "demo, --lab",
        "lab up, --cells",
        "audit, --data",
        "status, --data",
        "logs, NAME",
        "kill, NAME",
        "start, NAME",
        "stop, [NAME]",
        "bench boot, --warm-up",
        "bench boot, --lab",
        "bench hosts, --seconds",
        "bench resize, --cross-cell",
        "kill-suite, 'boot, delete, stop'",
        "kill-suite, 'api, conductor, cell-worker'",
        "kill-suite, cell-database-hung",
        "kill-suite, libvirtd-hung",
        "lab-suite, image-service-away"
    })
    void help_names_what_there_is(String command, String option) {
        assertThat(run((command + " --help").split(" ", -1))).isZero();
        assertThat(out.toString()).contains(option);
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "up --bogus, '--bogus'",
        "up --host 4, '--hosts'",
        "up --hosts many, 'many'",
        "up --data, '--data'",
        "audit --api-port 1, '--api-port'",
        "kill, NAME",
        "status conductor-1, 'conductor-1'",
        "bench, subcommand",
        "lab, subcommand",
        "lab reboot, HOST",
        "bench hosts -c 3, '-c'",
        "kill-suite --kill --operation teleport, 'boot, delete'",
        "kill-suite --kill --process teleporter, 'teleporter'",
        "kill-suite --kill --process libvirtd, '--lab'",
        "lab-suite --part teleporter, 'teleporter'",
        "fly, 'fly'"
    })
    void what_is_called_wrongly_is_named(String command, String named) {
        assertThat(run(command.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).startsWith("cellplane: ").contains(named);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "up --apart", "lab up"})
    void data_below_a_file_are_refused_in_a_sentence(String command, @TempDir Path folder) throws IOException {
        Path below = Files.createFile(folder.resolve("file")).resolve("data");
        assertThat(run((command + " --free-ports --data " + below).split(" ", -1)))
                .isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "cellplane: no data can lie in " + below + ", which is no folder and cannot become one");
    }

    @Test
    void a_cloud_that_is_not_there_is_no_wrong_call() {
        assertThat(run("audit", "--data", "/nowhere")).isEqualTo(1);
        assertThat(err.toString()).startsWith("cellplane: no cloud runs in /nowhere");
    }

    @Test
    void options_stand_in_the_environment_too_and_words_win() {
        CloudOptions options = up(
                Map.of(
                        "CELLPLANE_DATA", "/there",
                        "CELLPLANE_API_PORT", "1000",
                        "CELLPLANE_HOSTS", "7",
                        "CELLPLANE_FREE_PORTS", "true",
                        "CELLPLANE_FAST", "1",
                        "CELLPLANE_MEMORY_TEMPORAL", "false"),
                "--hosts",
                "8",
                "--spawn-millis",
                "20",
                "--free-ports");
        assertThat(options.data()).isEqualTo(Path.of("/there"));
        assertThat(options.ports()).isEqualTo(new Ports(1000, 0, 0, 0, 0, 0));
        assertThat(options.hosts()).isEqualTo(8);
        assertThat(options.spawn()).isEqualTo(Duration.ofMillis(20));
        assertThat(options.fast()).isTrue();
        assertThat(options.memoryTemporal()).isFalse();
    }

    @Test
    void without_words_it_is_as_people_know_it() {
        CloudOptions options = up(Map.of());
        assertThat(options).isEqualTo(CloudOptions.in(Data.home(), options.programs()));
        assertThat(up(Map.of(), "--no-quota").quota()).containsEntry("cellplane.quota.instances", -1);
    }

    @Test
    void the_last_of_a_repeated_option_counts() {
        assertThat(run("audit", "--data", "/somewhere", "--data", "/nowhere")).isEqualTo(1);
        assertThat(err.toString()).contains("/nowhere");
    }

    @Test
    void lists_are_read_as_an_operator_writes_them() {
        var words = Main.line(Map.of())
                .parseArgs("kill-suite", "--kill", "--process", "api,cell-worker", "--side", "before")
                .subcommand();
        assertThat(words.matchedOptionValue("--process", List.<Victim>of()))
                .containsExactly(Victim.API, Victim.CELL_WORKER);
        assertThat(words.matchedOptionValue("--side", List.<Side>of())).containsExactly(Side.BEFORE);
    }
}
