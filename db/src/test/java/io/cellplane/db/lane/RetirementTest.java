package io.cellplane.db.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetirementTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("retirement");

    private final ApiDatabase api = CONTROL.api;
    private final Retirement retirement = new Retirement(api);
    private final UUID provider = CONTROL.host("host1", "cell1", 4);

    @AfterEach
    void erase() {
        CONTROL.erase();
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private HostStateRow state() {
        return api.hostStates().find("host1").orElseThrow();
    }

    private void fence(boolean fenced) {
        api.hostStates().forceDown(state().serviceUuid(), fenced, "a test", Instant.now());
    }

    private OperationRow holding() {
        Accepted boot = CONTROL.accept();
        api.allocations()
                .saveAll(List.of(new AllocationRow(
                        boot.server(), provider, InventoryRow.VCPU, 2, AllocationRow.SERVER, boot.server())));
        OperationRow delete = TestOperation.of(boot.server(), Kind.DELETE, OperationState.RUNNING)
                .row();
        api.operations().save(delete);
        return delete;
    }

    @Test
    void what_is_claimed_on_a_host_that_may_run_keeps_it() {
        holding();
        assertThatThrownBy(() -> retirement.retire("host1", "me")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> retirement.strike("host1")).isInstanceOf(Refused.class);
        assertThat(state().retired()).isFalse();
    }

    @Test
    void a_fenced_host_is_retired_and_its_debts_give_back_what_they_held() {
        OperationRow delete = holding();
        new Lanes(api).gone(delete.id(), delete.server(), List.of(Owed.guest("cell1", "host1", 1, 1)));
        assertThatThrownBy(() -> retirement.retire("host1", "me")).isInstanceOf(Refused.class);
        fence(true);
        retirement.retire("host1", "me");
        Instant first = state().retiredAt();
        retirement.retire("host1", "somebody");
        fence(false);

        assertThat(state().retiredAt()).isEqualTo(first);
        assertThat(state().retiredBy()).isEqualTo("me");
        assertThat(state().fenced()).isTrue();
        assertThat(api.debts().all()).isEmpty();
        assertThat(api.allocations().all()).isEmpty();
    }

    @Test
    void a_delete_that_comes_later_owes_nothing_and_holds_nothing() {
        OperationRow delete = holding();
        fence(true);
        retirement.retire("host1", "me");
        new Lanes(api).gone(delete.id(), delete.server(), List.of(Owed.guest("cell1", "host1", 1, 1)));
        assertThat(api.debts().all()).isEmpty();
        assertThat(api.allocations().all()).isEmpty();
    }
}
