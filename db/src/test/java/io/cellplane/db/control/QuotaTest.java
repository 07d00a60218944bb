package io.cellplane.db.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.Together;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestLimits;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("quota");
    private static final FlavorSpec FLAVOR = new FlavorSpec("f1", "small", 2, 512, 10, 0, 0, 1, null, Map.of());

    private final Quota quota = CONTROL.api.quota();
    private final String project = "project-" + UUID.randomUUID();

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private static List<UUID> servers(int many) {
        return Stream.generate(UUID::randomUUID).limit(many).toList();
    }

    private int take(List<UUID> servers, int least, LimitSource limits) {
        return take(FLAVOR, servers, least, limits);
    }

    private int take(FlavorSpec flavor, List<UUID> servers, int least, LimitSource limits) {
        return CONTROL.api
                .database()
                .write(() -> quota.take(project, "user", flavor, servers, least, limits))
                .servers();
    }

    private void giveBack(UUID server) {
        CONTROL.api.database().run(() -> quota.giveBack(server));
    }

    private QuotaUsageRow claimed() {
        List<QuotaClaimRow> claims = CONTROL.api.quotaClaims().all().stream()
                .filter(claim -> claim.projectId().equals(project))
                .toList();
        return new QuotaUsageRow(
                project,
                claims.stream().mapToInt(QuotaClaimRow::instances).sum(),
                claims.stream().mapToInt(QuotaClaimRow::cores).sum(),
                claims.stream().mapToLong(QuotaClaimRow::ram).sum());
    }

    @Test
    void creates_at_once_never_exceed_the_limit_and_use_all_of_it() throws Exception {
        LimitSource limits = TestLimits.of(20, -1, -1);
        List<Integer> taken = Together.run(16, i -> {
            int mine = 0;
            for (int n = 0; n < 5; n++) {
                mine += take(servers(1), 1, limits);
            }
            return mine;
        });

        assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20);
        assertThat(quota.usageOf(project)).isEqualTo(new QuotaUsageRow(project, 20, 40, 20 * 512));
        assertThat(claimed()).isEqualTo(quota.usageOf(project));
    }

    @Test
    void taking_and_giving_back_at_once_keep_the_sum_exact() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        LimitSource limits = TestLimits.of(-1, 30, -1);
        ConcurrentLinkedQueue<UUID> held = new ConcurrentLinkedQueue<>();
        Together.run(8, i -> {
            Random random = new Random(seed + i);
            for (int n = 0; n < 12; n++) {
                UUID one = random.nextBoolean() ? held.poll() : null;
                if (one != null) {
                    giveBack(one);
                    giveBack(one);
                } else {
                    List<UUID> asked = servers(1 + random.nextInt(3));
                    held.addAll(asked.subList(0, take(asked, 1, limits)));
                }
                assertThat(quota.usageOf(project).cores()).isBetween(0, 30);
            }
            return i;
        });

        assertThat(quota.usageOf(project)).isEqualTo(claimed());
        assertThat(claimed().instances()).isEqualTo(held.size());
    }

    @Test
    void as_many_as_fit_are_taken_but_not_fewer_than_the_least() {
        assertThat(take(servers(10), 3, TestLimits.of(-1, 9, -1))).isEqualTo(4);
        assertThat(take(servers(10), 3, TestLimits.of(6, -1, -1))).isZero();
        assertThat(take(servers(10), 2, TestLimits.of(6, -1, -1))).isEqualTo(2);
        assertThat(take(servers(2), 1, TestLimits.of(-1, -1, 7 * 512 + 511))).isEqualTo(1);
        assertThat(quota.usageOf(project)).isEqualTo(new QuotaUsageRow(project, 7, 14, 7 * 512));
        assertThat(claimed()).isEqualTo(quota.usageOf(project));
    }

    @Test
    void the_first_servers_asked_for_are_those_that_fit() {
        List<UUID> asked = servers(4);
        take(asked, 1, TestLimits.of(2, -1, -1));

        assertThat(CONTROL.api.quotaClaims().all().stream()
                        .map(QuotaClaimRow::consumer)
                        .filter(asked::contains))
                .containsExactlyInAnyOrderElementsOf(asked.subList(0, 2));
    }

    @Test
    void a_negative_limit_is_none() {
        assertThat(take(servers(100), 100, TestLimits.NONE)).isEqualTo(100);
        FlavorSpec huge = new FlavorSpec("f2", "huge", 1000, 2_000_000_000, 1, 0, 0, 1, null, Map.of());
        assertThat(take(huge, servers(2), 2, TestLimits.NONE)).isEqualTo(2);
        assertThat(quota.usageOf(project).ram()).isEqualTo(100 * 512 + 4_000_000_000L);
    }

    @Test
    void a_limit_of_nothing_lets_nothing_in() {
        assertThat(take(servers(1), 1, TestLimits.of(0, -1, -1))).isZero();
        assertThat(take(servers(1), 0, TestLimits.of(-1, 1, -1))).isZero();
        assertThat(quota.usageOf(project)).isEqualTo(new QuotaUsageRow(project, 0, 0, 0));
    }

    @Test
    void a_limit_lowered_below_what_is_used_refuses_until_enough_was_given_back() {
        List<UUID> held = servers(5);
        take(held, 5, TestLimits.of(10, -1, -1));
        LimitSource lowered = TestLimits.of(3, -1, -1);

        assertThat(take(servers(1), 1, lowered)).isZero();
        held.subList(0, 2).forEach(this::giveBack);
        assertThat(take(servers(1), 1, lowered)).isZero();
        giveBack(held.get(2));
        assertThat(take(servers(5), 1, lowered)).isEqualTo(1);
    }

    @Test
    void it_is_given_back_once() throws Exception {
        List<UUID> held = servers(2);
        take(held, 2, TestLimits.NONE);
        Together.run(6, i -> {
            giveBack(held.getFirst());
            return i;
        });
        giveBack(UUID.randomUUID());

        assertThat(quota.usageOf(project)).isEqualTo(new QuotaUsageRow(project, 1, 2, 512));
        assertThat(claimed()).isEqualTo(quota.usageOf(project));
    }

    @Test
    void a_create_that_is_rolled_back_has_taken_nothing() {
        try {
            CONTROL.api.database().run(() -> {
                quota.take(project, "user", FLAVOR, servers(1), 1, TestLimits.NONE);
                throw new IllegalStateException("no");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("no");
        }

        assertThat(quota.usageOf(project)).isEqualTo(claimed());
        assertThat(claimed().instances()).isZero();
    }
}
