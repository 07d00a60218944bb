package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(scripted.calls()).containsExactly("clear host1", "settle");
    }

    @Test
    void a_host_that_falls_silent_again_still_owes() {
        scripted.silent("host1");
        assertThat(pay(TestTemporal.debt("cell1", "host1"))).isFalse();
        assertThat(scripted.calls()).containsExactly("clear host1");
    }

    @Test
    void a_record_is_erased() {
        assertThat(pay(TestTemporal.debt("cell1", null))).isTrue();
        assertThat(scripted.calls()).containsExactly("erase in cell1", "settle");
    }

    @Test
    void a_cell_that_is_still_away_still_owes() {
        scripted.away("cell1");
        assertThat(pay(TestTemporal.debt("cell1", null))).isFalse();
        assertThat(scripted.calls()).isEmpty();
    }
}
