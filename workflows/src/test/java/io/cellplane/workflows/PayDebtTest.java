package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Owed;
import io.cellplane.temporal.flow.PayDebt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PayDebtTest {
    private final Scripted scripted = new Scripted();

    private boolean pay(PayDebt.Debt debt) {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            return temporal.workflow(PayDebt.class, "debt").run(debt);
        }
    }

    @Test
    void a_guest_is_fenced_off_and_destroyed_then_the_debt_is_settled() {
        assertThat(pay(TestTemporal.debt("cell1", "host1"))).isTrue();
        assertThat(scripted.calls()).containsExactly("is it owed", "clear host1", "settle");
    }

    @Test
    void a_host_that_falls_silent_again_still_owes() {
        scripted.silent("host1");
        assertThat(pay(TestTemporal.debt("cell1", "host1"))).isFalse();
        assertThat(scripted.calls()).containsExactly("is it owed", "clear host1");
    }

    @Test
    void a_record_is_erased() {
        assertThat(pay(TestTemporal.debt("cell1", null))).isTrue();
        assertThat(scripted.calls()).containsExactly("is it owed", "erase in cell1", "settle");
    }

    @Test
    void a_cell_that_is_still_away_still_owes() {
        scripted.away("cell1");
        assertThat(pay(TestTemporal.debt("cell1", null))).isFalse();
        assertThat(scripted.calls()).containsExactly("is it owed");
    }

    @Test
    void what_is_paid_or_void_touches_nothing() {
        scripted.paid();
        assertThat(pay(TestTemporal.debt("cell1", "host1"))).isTrue();
        assertThat(scripted.calls()).containsExactly("is it owed");
    }

    @Test
    void a_record_that_may_still_count_stays() {
        scripted.undecided();
        assertThat(pay(TestTemporal.debt("cell1", null))).isFalse();
        assertThat(scripted.calls()).containsExactly("is it owed", "erase in cell1");
    }

    @Test
    void what_is_kept_is_discarded_and_nothing_else() {
        assertThat(pay(TestTemporal.debt(Owed.discard("cell1", "host0", 1, ScriptedMoves.MOVE, 2))))
                .isTrue();
        assertThat(scripted.calls()).containsExactly("is it owed", "discard on host0", "settle");
    }

    @Test
    void a_guest_that_is_to_come_back_is_never_destroyed() {
        assertThat(pay(TestTemporal.debt(Owed.comeBack("cell1", "host0", 1, ScriptedMoves.MOVE, 2))))
                .isTrue();
        assertThat(scripted.calls()).containsExactly("is it owed", "unreceive 2 host0", "unleave 2 host0", "settle");
    }
}
