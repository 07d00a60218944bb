package io.cellplane.process.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PulseTest {
    private static final Duration WITHIN = Duration.ofMillis(1);

    @Test
    void a_process_whose_threads_stand_still_ends() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        new Pulse(beat -> asked.incrementAndGet(), WITHIN, ended::incrementAndGet).feel();
        assertThat(asked).hasValue(2);
        assertThat(ended).hasValue(1);
    }

    @Test
    void what_its_threads_wait_for_is_written(@TempDir Path folder) throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        Thread.ofVirtual().name("stands-still").start(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(Files.readString(Path.of(Pulse.written(folder)))).contains("stands-still");
        end.countDown();
        assertThat(Pulse.written(folder.resolve("nowhere"))).contains("nowhere");
    }

    @Test
    void one_that_misses_a_beat_now_and_then_goes_on() {
        Deque<Boolean> beats = new ArrayDeque<>(List.of(true, false, true, false, true, false, false));
        AtomicInteger ended = new AtomicInteger();
        new Pulse(
                        beat -> {
                            if (beats.pop()) {
                                beat.run();
                            }
                        },
                        WITHIN,
                        ended::incrementAndGet)
                .feel();
        assertThat(ended).hasValue(1);
        assertThat(beats).isEmpty();
    }
}
