package io.cellplane.standalone.apart;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.standalone.cloud.CloudSecrets;
import io.cellplane.standalone.cloud.Elsewhere;
import io.cellplane.standalone.cloud.Ports;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnProcessesTest {
    @TempDir
    Path folder;

    /** They are found by their command lines. */
    @Test
    void two_clouds_beside_each_other_have_no_process_in_common() {
        assertThat(command("one")).isNotEqualTo(command("other"));
    }

    private List<String> command(String cloud) {
        Path run = folder.resolve(cloud);
        CloudSecrets secrets = new CloudSecrets(run.resolve("secrets"));
        ConfigFiles files = new ConfigFiles(
                run.resolve("etc"),
                secrets,
                new DatabaseSettings("", "", ""),
                0,
                Elsewhere.beside("127.0.0.1", Ports.free(), secrets, false));
        return new OwnProcesses(run, folder.resolve("caches"), _ -> Map.of())
                .of("conductor-1", Program.Role.CONDUCTOR, OwnProcessesTest.class, files, new HashMap<>())
                .command();
    }
}
