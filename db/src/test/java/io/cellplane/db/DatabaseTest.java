package io.cellplane.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.QuotaRows;
import io.cellplane.db.control.QuotaUsageRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestOperation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("database");
    private static final Database DATABASE = CONTROL.api.database();

    private final QuotaRows rows = DATABASE.rows(QuotaRows.class);
    private final String one = "one-" + UUID.randomUUID();
    private final String two = "two-" + UUID.randomUUID();

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    @Test
    void two_transactions_that_deadlock_both_succeed() throws Exception {
        rows.ensure(one);
        rows.ensure(two);
        CountDownLatch bothHoldOne = new CountDownLatch(2);
        AtomicInteger tries = new AtomicInteger();
        Together.run(
                2,
                i -> DATABASE.write(() -> {
                    rows.add(i == 0 ? one : two, 1, 0, 0);
                    if (tries.incrementAndGet() <= 2) {
                        bothHoldOne.countDown();
                        Together.await(bothHoldOne);
                    }
                    return rows.add(i == 0 ? two : one, 1, 0, 0);
                }));

        assertThat(tries).hasValueGreaterThan(2);
        assertThat(rows.find(one)).contains(new QuotaUsageRow(one, 2, 0, 0));
        assertThat(rows.find(two)).contains(new QuotaUsageRow(two, 2, 0, 0));
    }

    @Test
    void a_write_inside_a_write_joins_it() {
        assertThatThrownBy(() -> DATABASE.run(() -> {
                    DATABASE.run(() -> rows.ensure(one));
                    assertThat(DATABASE.read(() -> rows.find(one))).isPresent();
                    throw new IllegalStateException("the outer one fails");
                }))
                .hasMessage("the outer one fails");

        assertThat(rows.find(one)).isEmpty();
    }

    @Test
    void a_failed_transaction_leaves_nothing_and_is_not_tried_again() {
        AtomicInteger tries = new AtomicInteger();
        assertThatThrownBy(() -> DATABASE.run(() -> {
                    tries.incrementAndGet();
                    rows.ensure(one);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(tries).hasValue(1);
        assertThat(rows.find(one)).isEmpty();
    }

    @Test
    void a_transaction_sees_what_others_commit_meanwhile() throws Exception {
        rows.ensure(one);
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        List<Integer> seen = Together.run(2, i -> {
            if (i == 0) {
                Together.await(read);
                int changed = rows.add(one, 5, 0, 0);
                written.countDown();
                return changed;
            }
            return DATABASE.write(() -> {
                int before = rows.find(one).orElseThrow().instances();
                read.countDown();
                Together.await(written);
                return rows.find(one).orElseThrow().instances() - before;
            });
        });

        assertThat(seen).containsExactly(1, 5);
    }

    @Test
    void a_transaction_does_not_see_what_others_have_not_committed() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        List<Boolean> seen = Together.run(2, i -> {
            if (i == 0) {
                return DATABASE.write(() -> {
                    boolean added = rows.ensure(one) == 1;
                    written.countDown();
                    Together.await(read);
                    return added;
                });
            }
            Together.await(written);
            boolean there = rows.find(one).isPresent();
            read.countDown();
            return there;
        });

        assertThat(seen).containsExactly(true, false);
    }

    @Test
    void microseconds_survive_and_times_are_utc() {
        UUID uuid = UUID.randomUUID();
        Instant at = Instant.parse("2026-03-29T02:30:00.123456Z");
        CONTROL.api.mappings().saveAll(List.of(new MappingRow(uuid, null, 1, null, "p", "u", false, at, at, null)));

        assertThat(CONTROL.api.mappings().find(uuid).orElseThrow().createdAt()).isEqualTo(at);
        assertThat(CONTROL.sql("select cast(created_at as char) from instance_mappings where uuid = '" + uuid + "'"))
                .containsExactly("2026-03-29 02:30:00.123456");
    }

    @Test
    void a_compare_and_set_counts_the_rows_that_it_found_not_those_that_it_changed() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        OperationRow row = TestOperation.of(UUID.randomUUID(), Kind.BOOT, OperationState.ACCEPTED)
                .row();
        CONTROL.api.operations().save(row);

        assertThat(CONTROL.api.operations().begin(row.id(), now)).isEqualTo(1);
        assertThat(CONTROL.api.operations().begin(row.id(), now)).isEqualTo(1);
        assertThat(CONTROL.api.operations().advance(row.id(), OperationState.ACCEPTED, OperationState.RUNNING, now))
                .isZero();
        assertThat(CONTROL.api.operations().begin(UUID.randomUUID(), now)).isZero();
    }

    @Test
    void opening_opens_no_connection_and_says_no_password() {
        DatabaseSettings nowhere = new DatabaseSettings("jdbc:mysql://127.0.0.1:1/none", "user", "hidden");
        try (Database database = Database.open(nowhere)) {
            assertThat(database.settings().toString()).doesNotContain("hidden");
        }
    }
}
