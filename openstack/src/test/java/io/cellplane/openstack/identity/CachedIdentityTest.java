package io.cellplane.openstack.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.openstack.ServiceAway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachedIdentityTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Ticking clock = new Ticking();
    private final Counting behind = new Counting();
    private final CachedIdentity cached = new CachedIdentity(behind, Duration.ofSeconds(60), 2, clock);

    @Test
    void a_good_token_is_asked_for_once_in_a_minute() {
        behind.put("a", START.plusSeconds(3600));
        ask("a", 3);
        assertThat(behind.asked()).isEqualTo(1);

        clock.now = START.plusSeconds(60);
        ask("a", 2);
        assertThat(behind.asked()).isEqualTo(2);
    }

    @Test
    void never_beyond_its_end() {
        behind.put("a", START.plusSeconds(10));
        ask("a", 1);
        behind.tokens.clear();
        clock.now = START.plusSeconds(9);
        assertThat(cached.validate("a")).isPresent();
        clock.now = START.plusSeconds(10);
        assertThat(cached.validate("a")).isEmpty();
    }

    @Test
    void an_unknown_one_is_asked_for_again_after_a_second() {
        ask("a", 3);
        assertThat(behind.asked()).isEqualTo(1);
        behind.put("a", START.plusSeconds(3600));
        clock.now = START.plusSeconds(1);
        assertThat(cached.validate("a")).isPresent();
    }

    @Test
    void no_more_are_remembered_than_allowed() {
        for (String token : List.of("a", "b", "c")) {
            behind.put(token, START.plusSeconds(3600));
            ask(token, 1);
        }
        ask("c", 1);
        assertThat(behind.asked()).isEqualTo(3);
        // One is forgotten soon after, on the thread that has asked.
        for (int i = 0; i < 10_000 && behind.asked() == 3; i++) {
            ask("a", 1);
            ask("b", 1);
            ask("c", 1);
        }
        assertThat(behind.asked()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void a_flood_of_unknown_tokens_does_not_drive_out_one_that_is_used() {
        CachedIdentity roomy = new CachedIdentity(behind, Duration.ofSeconds(60), 100, clock);
        behind.put("used", START.plusSeconds(3600));
        for (int i = 0; i < 1000; i++) {
            assertThat(roomy.validate("unknown" + i)).isEmpty();
            if (i % 10 == 0) {
                assertThat(roomy.validate("used")).isPresent();
            }
        }
        assertThat(behind.asked()).isEqualTo(1001);
    }

    @Test
    void many_who_ask_at_once_are_one_question() throws InterruptedException {
        behind.put("a", START.plusSeconds(3600));
        List<String> answers = eightAtOnce();
        assertThat(answers).hasSize(8).containsOnly("u");
        assertThat(behind.asked()).isEqualTo(1);
    }

    @Test
    void a_service_that_is_away_is_away_for_all_who_asked_and_is_soon_asked_again() throws InterruptedException {
        behind.away = true;
        assertThat(eightAtOnce()).hasSize(8).containsOnly("identity: away");
        assertThat(behind.asked()).isEqualTo(1);
        behind.put("a", START.plusSeconds(3600));
        behind.away = false;
        // Those who waited may be told a moment before the cache has forgotten.
        await().atMost(Duration.ofSeconds(30)).until(() -> told("a").equals("u"));
        assertThat(behind.asked()).isEqualTo(2);
    }

    /** What eight callers are told of one token, all of whom wait before the first answer comes. */
    private List<String> eightAtOnce() throws InterruptedException {
        behind.answer = new CountDownLatch(1);
        List<String> answers = new CopyOnWriteArrayList<>();
        List<Thread> callers = IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofPlatform().start(() -> answers.add(told("a"))))
                .toList();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> callers.stream().allMatch(caller -> caller.getState() == Thread.State.WAITING));
        behind.answer.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        return answers;
    }

    private String told(String token) {
        try {
            return cached.validate(token).map(Token::userId).orElse("unknown");
        } catch (ServiceAway away) {
            return String.valueOf(away.getMessage());
        }
    }

    private void ask(String token, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(cached.validate(token).isPresent()).isEqualTo(behind.tokens.containsKey(token));
        }
    }

    private static final class Counting implements Identity {
        private final Map<String, Token> tokens = new ConcurrentHashMap<>();
        private final AtomicInteger questions = new AtomicInteger();
        private volatile CountDownLatch answer = new CountDownLatch(0);
        private volatile boolean away;

        int asked() {
            return questions.get();
        }

        void put(String token, Instant until) {
            tokens.put(
                    token,
                    new Token("u", "u", "default", "p", "p", "default", null, List.of(), until, true, false, null));
        }

        @Override
        public Optional<Token> validate(String token) {
            questions.incrementAndGet();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (away) {
                throw new ServiceAway("identity", "away", null);
            }
            return Optional.ofNullable(tokens.get(token));
        }

        @Override
        public Optional<Project> project(String id) {
            return Optional.empty();
        }
    }

    private static final class Ticking extends Clock {
        private volatile Instant now = START;

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
