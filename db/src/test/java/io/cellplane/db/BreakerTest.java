package io.cellplane.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource byHand = () -> now;
    private final Clock clock = byHand.withZone(ZoneOffset.UTC);
    private final Breaker breaker = new Breaker(clock);

    @Test
    void one_failure_does_not_open_it() {
        breaker.failed();
        assertThat(breaker.mayTry()).isTrue();
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void failures_with_a_success_between_them_do_not_open_it() {
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void two_failures_in_a_row_open_it_and_nobody_is_let_through() {
        breaker.failed();
        breaker.failed();
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.mayTry()).isFalse();
    }

    @Test
    void one_caller_a_second_probes() {
        breaker.failed();
        breaker.failed();
        for (int second = 1; second <= 3; second++) {
            now = now.plus(Duration.ofSeconds(1));
            assertThat(breaker.mayTry()).isTrue();
            assertThat(breaker.mayTry()).isFalse();
            breaker.failed();
        }
        now = now.plus(Duration.ofMillis(999));
        assertThat(breaker.mayTry()).isFalse();
    }

    @Test
    void a_probe_that_never_comes_back_does_not_bar_the_next_one() {
        breaker.failed();
        breaker.failed();
        now = now.plus(Duration.ofSeconds(1));
        assertThat(breaker.mayTry()).isTrue();
        now = now.plus(Duration.ofSeconds(1));
        assertThat(breaker.mayTry()).isTrue();
    }

    @Test
    void the_first_success_closes_it() {
        breaker.failed();
        breaker.failed();
        breaker.succeeded();
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.mayTry()).isTrue();
        breaker.failed();
        assertThat(breaker.mayTry()).isTrue();
    }
}
