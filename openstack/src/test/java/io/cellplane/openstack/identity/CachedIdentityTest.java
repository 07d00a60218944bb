package io.cellplane.openstack.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CachedIdentityTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Ticking clock = new Ticking();
    private final Counting behind = new Counting();
    private final CachedIdentity cached = new CachedIdentity(behind, Duration.ofSeconds(60), 2, clock);

    @Test
    void aGoodTokenIsAskedForOnceInAMinute() {
        behind.put("a", START.plusSeconds(3600));
        ask("a", 3);
        assertThat(behind.asked).isEqualTo(1);

        clock.now = START.plusSeconds(60);
        ask("a", 2);
        assertThat(behind.asked).isEqualTo(2);
    }

    @Test
    void neverBeyondItsEnd() {
        behind.put("a", START.plusSeconds(10));
        ask("a", 1);
        behind.tokens.clear();
        clock.now = START.plusSeconds(9);
        assertThat(cached.validate("a")).isPresent();
        clock.now = START.plusSeconds(10);
        assertThat(cached.validate("a")).isEmpty();
    }

    @Test
    void anUnknownOneIsAskedForAgainAfterASecond() {
        ask("a", 3);
        assertThat(behind.asked).isEqualTo(1);
        behind.put("a", START.plusSeconds(3600));
        clock.now = START.plusSeconds(1);
        assertThat(cached.validate("a")).isPresent();
    }

    @Test
    void theOldestGoWhenThereAreTooMany() {
        for (String token : List.of("a", "b", "c")) {
            behind.put(token, START.plusSeconds(3600));
            ask(token, 1);
        }
        ask("c", 1);
        assertThat(behind.asked).isEqualTo(3);
        ask("a", 1);
        assertThat(behind.asked).isEqualTo(4);
    }

    private void ask(String token, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(cached.validate(token).isPresent()).isEqualTo(behind.tokens.containsKey(token));
        }
    }

    private static final class Counting implements Identity {
        private final Map<String, Token> tokens = new HashMap<>();
        private int asked;

        void put(String token, Instant until) {
            tokens.put(token, new Token("u", "u", "default", "p", "p", "default", List.of(), until, true, false));
        }

        @Override
        public Optional<Token> validate(String token) {
            asked++;
            return Optional.ofNullable(tokens.get(token));
        }

        @Override
        public Optional<Project> project(String id) {
            return Optional.empty();
        }
    }

    private static final class Ticking extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return InstantSource.fixed(now).withZone(zone);
        }
    }
}
