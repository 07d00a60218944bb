package io.cellplane.compute.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final List<Duration> slept = new ArrayList<>();

    private Throttle of(long bytesPerSecond) {
        return new Throttle(bytesPerSecond, nanos::get, time -> {
            slept.add(time);
            nanos.addAndGet(time.toNanos());
        });
    }

    @Test
    void so_many_bytes_take_so_long_and_whoever_comes_next_waits_for_them() throws InterruptedException {
        Throttle throttle = of(1000);
        throttle.take(500);
        throttle.take(250);
        throttle.take(1);
        assertThat(slept).containsExactly(Duration.ofMillis(500), Duration.ofMillis(250));
    }

    @Test
    void what_was_not_used_is_not_saved_up() throws InterruptedException {
        Throttle throttle = of(1000);
        throttle.take(1000);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        throttle.take(1000);
        throttle.take(1);
        assertThat(slept).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void none_bounds_nothing() throws InterruptedException {
        Throttle throttle = of(0);
        throttle.take(Integer.MAX_VALUE);
        throttle.take(Integer.MAX_VALUE);
        assertThat(slept).isEmpty();
    }
}
