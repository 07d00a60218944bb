package io.cellplane.compute.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolTest {
    private static final long MIB = 1 << 20;
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private static String run(long memory, Duration cpu, Duration time, String script)
            throws IOException, InterruptedException {
        return Tool.run(List.of("sh", "-c", script), new Tool.Limits(memory, cpu, time), _ -> {});
    }

    @Test
    void what_it_prints_is_told_and_nothing_of_the_agents_environment_is_known_to_it()
            throws IOException, InterruptedException {
        assertThat(run(
                        256 * MIB,
                        LONG,
                        LONG,
                        "echo $LC_ALL; env | grep -c -v -e ^PATH -e ^LC_ALL -e ^MALLOC -e ^PWD; :"))
                .startsWith("C\n");
        assertThat(run(256 * MIB, LONG, LONG, "echo ${HOME:-nothing}")).isEqualTo("nothing\n");
    }

    @Test
    void a_program_that_computes_for_too_long_is_the_datas_fault() {
        assertThatThrownBy(() -> run(256 * MIB, Duration.ofSeconds(1), LONG, "while :; do :; done"))
                .isInstanceOfSatisfying(
                        ToolFailed.class,
                        failed -> assertThat(failed.blamesData()).isTrue());
    }

    @Test
    void a_program_that_takes_too_much_memory_fails() {
        String script = "dd if=/dev/zero of=/dev/null bs=512M count=1";
        assertThatThrownBy(() -> run(256 * MIB, LONG, LONG, script)).isInstanceOf(ToolFailed.class);
    }

    @Test
    void a_program_that_hangs_is_nobodys_fault() {
        assertThatThrownBy(() -> run(256 * MIB, LONG, Duration.ofMillis(100), "exec sleep 600"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ToolFailed.class)
                .hasMessageContaining("takes longer");
    }

    @Test
    void a_full_disk_and_a_missing_program_are_not_the_datas_fault() {
        assertThat(new ToolFailed("qemu-img", 1, "error while writing at byte 0: No space left on device").blamesData())
                .isFalse();
        assertThatThrownBy(() -> Tool.run(List.of("no-such-program"), new Tool.Limits(256 * MIB, LONG, LONG), _ -> {}))
                .isInstanceOfSatisfying(
                        ToolFailed.class,
                        failed -> assertThat(failed.blamesData()).isFalse());
    }

    @Test
    void an_interrupt_kills_the_program() throws InterruptedException {
        Path pid = folder.resolve("pid");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                run(
                        256 * MIB,
                        LONG,
                        LONG,
                        "echo $$ > " + pid + ".draft; mv " + pid + ".draft " + pid + "; exec sleep 600");
            } catch (IOException | InterruptedException e) {
                thrown.set(e);
            }
        });
        Awaitility.await().until(() -> Files.exists(pid));
        thread.interrupt();
        thread.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        Awaitility.await()
                .until(() -> ProcessHandle.of(
                                Long.parseLong(Files.readString(pid).strip()))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
        assertThat(Objects.requireNonNull(thrown.get())).hasNoCause();
    }
}
