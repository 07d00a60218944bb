package io.cellplane.standalone.apart;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.standalone.cloud.CloudSecrets;
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
        ConfigFiles files = new ConfigFiles(
                run.resolve("etc"),
                new CloudSecrets(run.resolve("secrets")),
                new DatabaseSettings("", "", ""),
                0,
                new ConfigFiles.Addresses("127.0.0.1", 0, 0, 0));
        return new OwnProcesses(run, folder.resolve("caches"), _ -> Map.of())
                .of("conductor-1", Program.Role.CONDUCTOR, OwnProcessesTest.class, files, new HashMap<>())
                .command();
    }
}
