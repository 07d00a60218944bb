package io.cellplane.trials.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallDiskTest {
    @BeforeAll
    static void assume() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root mounts");
    }

    private static void mount(String name, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Process mounting = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", name, folder.toString())
                .inheritIO()
                .start();
        Assumptions.assumeTrue(mounting.waitFor() == 0, "nothing can be mounted here");
    }

    private static boolean isMounted(Path folder) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .anyMatch(line -> line.contains(" " + folder.toAbsolutePath() + " "));
    }

    private static long ended() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    @Test
    void what_a_killed_one_has_left_goes_with_the_next(@TempDir Path folder) throws Exception {
        Path left = folder.resolve("left");
        Path others = folder.resolve("others");
        mount("cellplane-disks-" + ended(), left);
        mount("cellplane-disks-" + ProcessHandle.current().pid(), others);
        try (SmallDisk _ = new SmallDisk(folder.resolve("storage"))) {
            assertThat(isMounted(left)).isFalse();
            assertThat(isMounted(others)).as("its process runs").isTrue();
            assertThat(isMounted(folder.resolve("storage"))).isTrue();
        } finally {
            new ProcessBuilder("umount", others.toString()).start().waitFor();
        }
        assertThat(isMounted(folder.resolve("storage"))).isFalse();
    }
}
