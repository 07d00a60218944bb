package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.operations.PayDebt;
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
    void aGuestIsFencedOffAndDestroyedThenTheDebtIsSettled() {
        assertThat(pay(TestTemporal.debt("cell1", "host1"))).isTrue();
        assertThat(scripted.calls()).containsExactly("clear host1", "settle");
    }

    @Test
    void aHostThatFallsSilentAgainStillOwes() {
        scripted.silent("host1");
        assertThat(pay(TestTemporal.debt("cell1", "host1"))).isFalse();
        assertThat(scripted.calls()).containsExactly("clear host1");
    }

    @Test
    void aRecordIsErased() {
        assertThat(pay(TestTemporal.debt("cell1", null))).isTrue();
        assertThat(scripted.calls()).containsExactly("erase in cell1", "settle");
    }

    @Test
    void aCellThatIsStillAwayStillOwes() {
        scripted.away("cell1");
        assertThat(pay(TestTemporal.debt("cell1", null))).isFalse();
        assertThat(scripted.calls()).isEmpty();
    }
}
