package io.cellplane.db.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.db.Together;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.QuotaUsageRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DebtsTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("debts");
    private static final Owed GUEST = Owed.guest("cell1", "host1", 1, 1);
    private static final Owed RECORD = Owed.record("cell1", 1);

    private final ApiDatabase api = CONTROL.api;
    private final Debts debts = new Debts(api);
    private final UUID provider = UUID.randomUUID();
    private final Accepted boot = CONTROL.accept();
    private final OperationRow delete = delete();

    @AfterEach
    void erase() {
        CONTROL.erase();
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private OperationRow delete() {
        api.providers().add(provider, "host1", "host1", "cell1", Instant.now());
        api.allocations()
                .saveAll(List.of(new AllocationRow(
                        boot.server(), provider, InventoryRow.VCPU, 2, AllocationRow.SERVER, boot.server())));
        OperationRow row = TestOperation.of(boot.server(), Kind.DELETE, OperationState.RUNNING)
                .row();
        api.operations().save(row);
        return row;
    }

    private List<DebtRow> payable() {
        return api.debts().payable(Instant.now().plusSeconds(1), Instant.now().minusSeconds(20), 10);
    }

    @Test
    void it_is_owed_once_however_many_say_so() throws Exception {
        Together.run(4, i -> {
            new Lanes(api).gone(delete.id(), boot.server(), List.of(GUEST, RECORD));
            return i;
        });
        assertThat(api.debts().of(boot.server()))
                .extracting(DebtRow::kind)
                .containsExactlyInAnyOrder(DebtRow.GUEST, DebtRow.RECORD);
    }

    @Test
    void the_space_is_held_until_it_is_settled() {
        new Lanes(api).gone(delete.id(), boot.server(), List.of(GUEST));
        DebtRow debt = api.debts().of(boot.server()).getFirst();
        assertThat(api.allocations().ofConsumer(debt.id()))
                .extracting(AllocationRow::used)
                .containsExactly(2);
        assertThat(api.quota().usageOf("project"))
                .as("the project no longer has it")
                .isEqualTo(new QuotaUsageRow("project", 0, 0, 0));
        long before = api.providers().find(provider).orElseThrow().generation();

        debts.settle(debt.id(), 1);
        debts.settle(debt.id(), 1);

        assertThat(api.allocations().all()).isEmpty();
        assertThat(api.debts().all()).isEmpty();
        assertThat(api.providers().find(provider).orElseThrow().generation()).isEqualTo(before + 1);
    }

    @Test
    void a_host_pays_when_it_is_up_and_a_cell_when_it_will() {
        new Lanes(api).gone(delete.id(), boot.server(), List.of(GUEST, RECORD));
        assertThat(payable()).extracting(DebtRow::kind).containsExactly(DebtRow.RECORD);
        api.hostStates().add("host1", "cell1", UUID.randomUUID(), HostStateRow.DOWN, Instant.now());
        assertThat(payable()).extracting(DebtRow::kind).containsExactly(DebtRow.RECORD);
        api.hostStates().transition("host1", "cell1", HostStateRow.UP, Instant.now());
        assertThat(payable()).extracting(DebtRow::kind).containsExactlyInAnyOrder(DebtRow.GUEST, DebtRow.RECORD);
    }

    @Test
    void what_is_owed_to_a_cell_that_nobody_judges_costs_nothing() {
        new Lanes(api).gone(delete.id(), boot.server(), List.of(RECORD));
        Instant now = Instant.now();
        api.cells().put(RECORD.cell(), UUID.randomUUID(), "url", "user", new byte[0], null, now);
        api.cells().judged(RECORD.cell(), now.minusSeconds(60));
        assertThat(payable()).isEmpty();
        api.cells().judged(RECORD.cell(), now);
        assertThat(payable()).hasSize(1);
    }

    @Test
    void what_was_tried_rests() {
        new Lanes(api).gone(delete.id(), boot.server(), List.of(RECORD));
        api.debts().tried(api.debts().all().getFirst().id(), Instant.now().plusSeconds(60));
        assertThat(payable()).isEmpty();
    }

    @Test
    void what_was_settled_is_not_owed_again_and_takes_nothing_from_who_lives_there() {
        api.database().run(() -> debts.owe(delete, GUEST));
        debts.settle(api.debts().of(boot.server()).getFirst().id(), 1);
        api.allocations()
                .saveAll(List.of(new AllocationRow(
                        boot.server(), provider, InventoryRow.VCPU, 2, AllocationRow.SERVER, boot.server())));
        api.database().run(() -> debts.owe(delete, GUEST));
        assertThat(api.debts().all()).isEmpty();
        assertThat(api.allocations().ofConsumer(boot.server())).hasSize(1);
        api.database().run(() -> debts.owe(delete, RECORD));
        assertThat(api.debts().all()).as("another one").hasSize(1);
    }

    /** What its host was told last, without an answer, it has to do: nothing older would be done. */
    @Test
    void what_is_owed_again_is_about_the_newest_placing() {
        for (long placing : new long[] {1, 3, 2}) {
            api.database().run(() -> debts.owe(delete, Owed.guest("cell1", "host1", 1, placing)));
        }
        assertThat(api.debts().all()).extracting(DebtRow::placing).containsExactly(3L);
        UUID debt = api.debts().all().getFirst().id();
        debts.settle(debt, 1);
        assertThat(api.debts().all()).as("an older payment").hasSize(1);
        debts.settle(debt, 3);
        assertThat(api.debts().all()).isEmpty();
        api.database().run(() -> debts.owe(delete, Owed.guest("cell1", "host1", 1, 4)));
        assertThat(api.debts().all()).as("a newer placing of its own").hasSize(1);
    }

    @Test
    void what_is_destroyed_instead_of_kept_is_about_the_newest_placing() {
        Owed again = Owed.keepAgain("cell1", "host1", 1, UUID.randomUUID(), 1);
        api.database().run(() -> debts.owe(delete, again));
        new Lanes(api).place(boot.server());
        new Lanes(api).place(boot.server());
        api.debts().giveUp(boot.server());
        assertThat(api.debts().all()).extracting(DebtRow::owed).containsExactly(Owed.guest("cell1", "host1", 1, 2));
    }

    /** On one host the server's own claim is not the debt's. */
    @Test
    void what_is_kept_holds_what_its_operation_held_and_nothing_of_the_servers() {
        UUID move = UUID.randomUUID();
        api.allocations()
                .saveAll(List.of(new AllocationRow(
                        move, provider, InventoryRow.VCPU, 1, AllocationRow.OPERATION, boot.server())));
        Owed kept = Owed.discard("cell1", "host1", 1, move, 2);
        api.database().run(() -> debts.owe(delete, kept));
        DebtRow debt = api.debts().of(boot.server()).getFirst();
        assertThat(debt.owed()).isEqualTo(kept);
        assertThat(api.allocations().ofConsumer(debt.id()))
                .extracting(AllocationRow::used)
                .containsExactly(1);
        assertThat(api.allocations().ofConsumer(boot.server()))
                .extracting(AllocationRow::used)
                .containsExactly(2);
    }

    @Test
    void a_guest_that_is_to_come_back_holds_nothing_and_is_void_with_its_server() {
        Owed back = Owed.comeBack("cell1", "host1", 1, UUID.randomUUID(), 1);
        api.database().run(() -> debts.owe(delete, back));
        DebtRow debt = api.debts().of(boot.server()).getFirst();
        assertThat(debt.owed()).isEqualTo(back);
        assertThat(api.allocations().ofConsumer(debt.id())).isEmpty();
        new Lanes(api).gone(delete.id(), boot.server(), List.of());
        assertThat(api.debts().all()).isEmpty();
    }
}
