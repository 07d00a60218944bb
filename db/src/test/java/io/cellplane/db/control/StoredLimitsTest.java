package io.cellplane.db.control;

import static io.cellplane.db.control.QuotaResource.CORES;
import static io.cellplane.db.control.QuotaResource.INSTANCES;
import static io.cellplane.db.control.QuotaResource.KEY_PAIRS;
import static io.cellplane.db.control.QuotaResource.METADATA_ITEMS;
import static io.cellplane.db.control.QuotaResource.RAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Together;
import io.cellplane.db.testing.TestControlLevel;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits that are rows, and claims that are made while they change. */
class StoredLimitsTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("limits");
    private static final FlavorSpec FLAVOR = new FlavorSpec("f1", "small", 2, 512, 10, 0, 0, 1, null, Map.of());
    private static final Map<QuotaResource, Integer> CONFIGURED =
            Map.of(INSTANCES, 10, CORES, -1, RAM, -1, KEY_PAIRS, 100);

    private final Quota quota = CONTROL.api.quota();
    private final StoredLimits limits = new StoredLimits(CONTROL.api.database(), CONFIGURED);
    private final String project = "project-" + UUID.randomUUID();

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    @AfterEach
    void resetClass() {
        limits.setClass("default", Map.of(INSTANCES, 10, CORES, -1, RAM, -1, KEY_PAIRS, 100));
    }

    private Quota.Taken take(String user, int servers, int least) {
        return CONTROL.api
                .database()
                .write(() -> quota.take(
                        project,
                        user,
                        FLAVOR,
                        Stream.generate(UUID::randomUUID).limit(servers).toList(),
                        least,
                        limits));
    }

    private int instances(String user) {
        return limits.of(project, user).set(INSTANCES);
    }

    /** As the API sets one: nobody takes meanwhile. */
    private void set(String user, int instances) {
        CONTROL.api.database().run(() -> {
            quota.hold(project);
            limits.set(project, user, Map.of(INSTANCES, instances));
        });
    }

    /** In one statement, so at one moment. */
    private boolean isWithinTheLimit() {
        DatabaseSettings at = CONTROL.api.database().settings();
        try (Connection connection = DriverManager.getConnection(at.url(), at.user(), at.password());
                PreparedStatement ask = connection.prepareStatement(
                        "select u.instances <= l.hard_limit from quota_usage u, quota_limits l"
                                + " where u.project_id = ? and l.project_id = u.project_id")) {
            ask.setString(1, project);
            try (ResultSet found = ask.executeQuery()) {
                return found.next() && found.getBoolean(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_limit_is_the_users_else_the_projects_else_the_classs_else_as_configured() {
        assertThat(instances("user")).isEqualTo(10);
        limits.setClass("gold", Map.of(INSTANCES, 1000));
        assertThat(instances("user")).isEqualTo(10);
        assertThat(limits.ofClass("gold")).containsEntry(INSTANCES, 1000).containsEntry(KEY_PAIRS, 100);
        limits.setClass("default", Map.of(INSTANCES, 11));
        assertThat(instances("user")).isEqualTo(11);
        limits.set(project, "", Map.of(INSTANCES, 12));
        assertThat(instances("user")).isEqualTo(12);
        limits.set(project, "user", Map.of(INSTANCES, 5));
        assertThat(instances("user")).isEqualTo(5);
        assertThat(instances("other")).isEqualTo(12);
        assertThat(instances("")).isEqualTo(12);
        assertThat(limits.of(project, "user").project()).containsEntry(INSTANCES, 12);
        assertThat(limits.of("other-" + project, "user").set(INSTANCES)).isEqualTo(11);
        limits.remove(project, "user");
        assertThat(instances("user")).isEqualTo(12);
        limits.set(project, "user", Map.of(INSTANCES, 5));
        limits.remove(project, "");
        assertThat(instances("user")).isEqualTo(11);
    }

    @Test
    void a_user_is_told_from_one_whose_name_ends_in_a_space() {
        limits.set(project, "user ", Map.of(INSTANCES, 5));
        assertThat(instances("user")).isEqualTo(10);
        assertThat(instances("user ")).isEqualTo(5);
    }

    @Test
    void the_tighter_one_holds_for_what_one_server_may_have() {
        limits.set(project, "", Map.of(METADATA_ITEMS, 7));
        limits.set(project, "user", Map.of(METADATA_ITEMS, 9));
        assertThat(limits.of(project, "user").of(METADATA_ITEMS)).isEqualTo(7);
        limits.set(project, "", Map.of(METADATA_ITEMS, -1));
        assertThat(limits.of(project, "user").of(METADATA_ITEMS)).isEqualTo(9);
        limits.set(project, "user", Map.of(METADATA_ITEMS, -1));
        assertThat(limits.of(project, "user").of(METADATA_ITEMS)).isEqualTo(-1);
    }

    @Test
    void a_users_limit_counts_what_the_user_has_and_the_projects_what_all_have() {
        set("", 6);
        set("one", 2);
        assertThat(take("one", 3, 1).servers()).isEqualTo(2);
        Quota.Taken refused = take("one", 1, 1);
        assertThat(refused.servers()).isZero();
        assertThat(refused.levels())
                .extracting(level -> level.used().instances())
                .containsExactly(2, 2);
        assertThat(take("other", 5, 1).servers()).isEqualTo(4);
        set("one", 10);
        assertThat(take("one", 1, 1).servers()).isZero();
        assertThat(quota.usageOf(project, "one").instances()).isEqualTo(2);
        assertThat(quota.usageOf(project).instances()).isEqualTo(6);
    }

    @Test
    void of_64_at_once_ten_get_the_ten_that_there_are() throws Exception {
        limits.setClass("default", Map.of(INSTANCES, 64));
        set("", 10);
        List<Integer> taken = Together.run(64, i -> take("user-" + i % 3, 1, 1).servers());
        assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(10);
        assertThat(quota.usageOf(project).instances()).isEqualTo(10);
    }

    @Test
    void of_64_at_once_a_user_gets_no_more_than_its_own() throws Exception {
        set("", 20);
        set("one", 5);
        List<Integer> taken =
                Together.run(64, i -> take(i % 2 == 0 ? "one" : "other", 1, 1).servers());
        assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20);
        assertThat(quota.usageOf(project, "one").instances()).isEqualTo(5);
    }

    @Test
    void while_limits_change_nobody_takes_more_than_what_the_limit_is_then() throws Exception {
        long seed = Long.getLong("cellplane.seed", new Random().nextLong());
        System.out.println("seed " + seed);
        set("", 4);
        List<Integer> taken = Together.run(12, i -> {
            Random random = new Random(seed + i);
            int mine = 0;
            for (int n = 0; n < 10; n++) {
                if (i < 3) {
                    // Never below what is used, as the API without force.
                    CONTROL.api.database().run(() -> {
                        int used = quota.hold(project).instances();
                        limits.set(project, "", Map.of(INSTANCES, used + random.nextInt(3)));
                    });
                } else {
                    mine += take("user", 1 + random.nextInt(3), 1).servers();
                }
                assertThat(isWithinTheLimit()).as("seed %s", seed).isTrue();
            }
            return mine;
        });
        assertThat(quota.usageOf(project).instances())
                .isEqualTo(taken.stream().mapToInt(Integer::intValue).sum());
    }
}
