package io.cellplane.activities.control.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.control.placement.TestMembers.Aimed;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.control.GroupPolicy;
import io.cellplane.db.control.ServerGroupRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestRequest;
import io.cellplane.temporal.step.Placed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hundred boots into groups at once by four conductors, moved meanwhile, and a checker that never stops looking. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupRaceTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("group_race", "cell1", "cell2");
    private static final int HOSTS = 8;
    private static final int CONDUCTORS = 4;
    private static final int THREADS = 16;
    private static final long SEED = Long.getLong("cellplane.seed", System.nanoTime());

    private final Map<ServerGroupRow, Integer> wanted = new LinkedHashMap<>();
    private final Map<Integer, AtomicInteger> living = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> refused = new ConcurrentHashMap<>();
    private final AtomicInteger moves = new AtomicInteger();
    private final AtomicInteger refusedMoves = new AtomicInteger();
    private final List<TestMembers> conductors = new ArrayList<>();

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    @Test
    void no_rule_is_broken_at_any_moment_by_two_hundred_boots_and_the_moves_of_what_they_made() throws Exception {
        Random random = new Random(SEED);
        for (int i = 1; i <= HOSTS; i++) {
            CONTROL.host("h" + i, i % 2 == 0 ? "cell1" : "cell2", 60);
        }
        for (int i = 0; i < CONDUCTORS; i++) {
            conductors.add(new TestMembers(CONTROL));
        }
        ServerGroupRow apart = want(GroupPolicy.ANTI_AFFINITY, null, 25);
        want(GroupPolicy.ANTI_AFFINITY, null, HOSTS - 2);
        want(GroupPolicy.ANTI_AFFINITY, null, 2);
        ServerGroupRow threes = want(GroupPolicy.ANTI_AFFINITY, 3, 40);
        want(GroupPolicy.ANTI_AFFINITY, 3, 12);
        want(GroupPolicy.AFFINITY, null, 40);
        want(GroupPolicy.AFFINITY, null, 25);
        want(GroupPolicy.AFFINITY, null, 1);
        ServerGroupRow softly = want(GroupPolicy.SOFT_ANTI_AFFINITY, null, 25);
        ServerGroupRow softlyTogether = want(GroupPolicy.SOFT_AFFINITY, null, 24);

        List<Runnable> boots = new ArrayList<>();
        wanted.forEach((group, many) -> {
            for (int i = 0; i < many; i++) {
                Accepted boot = CONTROL.acceptInto(group, TestRequest.server().build());
                TestMembers conductor = conductors.get(random.nextInt(CONDUCTORS));
                long dice = random.nextLong();
                boots.add(() -> live(conductor, group, boot, new Random(dice)));
            }
        });
        assertThat(boots).hasSize(200);
        Collections.shuffle(boots, random);
        int looks = raced(boots);

        assertThat(breaches()).as("seed %d", SEED).isEmpty();
        assertThat(looks).as("looks of the checker").isGreaterThan(5);
        assertThat(count(living, apart)).isBetween(1, HOSTS);
        assertThat(count(living, threes)).isBetween(3, 3 * HOSTS);
        assertThat(count(refused, apart)).isPositive();
        assertThat(count(refused, softly) + count(refused, softlyTogether)).isZero();
        assertThat(moves.get())
                .as("moves beside %d that no host was left for", refusedMoves.get())
                .isPositive();
    }

    private ServerGroupRow want(GroupPolicy policy, @Nullable Integer most, int many) {
        ServerGroupRow group = CONTROL.group(policy, most);
        wanted.put(group, many);
        return group;
    }

    private static AtomicInteger of(Map<Integer, AtomicInteger> counts, ServerGroupRow group) {
        return counts.computeIfAbsent(group.id(), _ -> new AtomicInteger());
    }

    private static int count(Map<Integer, AtomicInteger> counts, ServerGroupRow group) {
        return of(counts, group).get();
    }

    /** Boots, and moves now and then: undone, or confirmed, some time later. */
    private void live(TestMembers conductor, ServerGroupRow group, Accepted boot, Random dice) {
        StepResult<Placed> answer = conductor.place(boot);
        if (!answer.isDone()) {
            of(refused, group).incrementAndGet();
            return;
        }
        if (dice.nextInt(10) == 0) {
            conductor.unplace(boot);
            return;
        }
        of(living, group).incrementAndGet();
        if (dice.nextInt(2) == 0) {
            return;
        }
        conductor.land(boot, answer.orRefuse());
        Aimed first = move(conductor, boot);
        if (first != null && dice.nextBoolean()) {
            conductor.undo(first);
            first = move(conductor, boot);
        }
        if (first != null) {
            conductor.confirm(first);
        }
    }

    private @Nullable Aimed move(TestMembers conductor, Accepted boot) {
        Aimed aimed = conductor.tryMove(boot.server());
        (aimed == null ? refusedMoves : moves).incrementAndGet();
        return aimed;
    }

    /** @return how often the checker has looked meanwhile */
    private static int raced(List<Runnable> boots) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1)) {
            Future<?> checker = threads.submit(() -> {
                while (!over.get()) {
                    assertThat(breaches()).as("seed %d", SEED).isEmpty();
                    looks.incrementAndGet();
                }
            });
            List<Future<?>> running = new ArrayList<>();
            boots.forEach(boot -> running.add(threads.submit(boot)));
            try {
                for (Future<?> one : running) {
                    one.get();
                }
            } finally {
                over.set(true);
            }
            checker.get();
        }
        return looks.get();
    }

    /** What breaks a rule in one view of all places, told without any code of the product. */
    private static List<String> breaches() {
        Map<String, Map<String, Set<String>>> groups = new HashMap<>();
        CONTROL.sql("select distinct concat_ws(' ', g.policy, coalesce(g.most_per_host, 1), g.id, a.provider, m.server)"
                        + " from server_groups g join server_group_members m on m.group_id = g.id"
                        + " join allocations a on a.server = m.server")
                .forEach(line -> {
                    List<String> words = Arrays.asList(line.split(" "));
                    groups.computeIfAbsent(String.join(" ", words.subList(0, 3)), _ -> new HashMap<>())
                            .computeIfAbsent(words.get(3), _ -> new HashSet<>())
                            .add(words.get(4));
                });
        List<String> breaches = new ArrayList<>();
        groups.forEach((group, hosts) -> {
            String[] words = group.split(" ");
            boolean crowded = words[0].equals("anti-affinity")
                    && hosts.values().stream().anyMatch(servers -> servers.size() > Integer.parseInt(words[1]));
            Set<String> all = new HashSet<>();
            hosts.values().forEach(all::addAll);
            boolean scattered = words[0].equals("affinity") && hosts.size() > 1 && all.size() > 1;
            if (crowded || scattered) {
                breaches.add(group + " " + hosts);
            }
        });
        return breaches;
    }
}
