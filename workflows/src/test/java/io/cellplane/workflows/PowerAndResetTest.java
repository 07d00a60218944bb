package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.PowerServer;
import io.cellplane.temporal.flow.ResetServer;
import io.cellplane.temporal.step.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class PowerAndResetTest {
    private static final Lane.Place HOST1 = new Lane.Place("cell1", "host1");

    private final Scripted scripted = new Scripted();

    private Ended power(Kind kind) {
        return TestTemporal.run(scripted, PowerServer.class, kind);
    }

    private Ended reset() {
        return TestTemporal.run(scripted, ResetServer.class, Kind.RESET);
    }

    private static <T> StepResult<T> refused(Failure failure) {
        return StepResult.refused(failure, failure.text());
    }

    @ParameterizedTest
    @CsvSource({
        "START, start on host1, active",
        "STOP, stop on host1, stopped",
        "REBOOT, reboot on host1, active",
        "HARD_REBOOT, hard_reboot on host1, active",
        "PAUSE, pause on host1, paused",
        "UNPAUSE, unpause on host1, active",
        "SUSPEND, suspend on host1, suspended",
        "RESUME, resume on host1, active",
        "CRASH_DUMP, crash_dump on host1, null"
    })
    void the_host_is_told_and_its_answer_shown(Kind kind, String told, String shown) {
        assertThat(power(kind)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).containsExactly("begin", told, "end in cell1 as " + shown);
    }

    @ParameterizedTest
    @EnumSource(names = {"POWER_REFUSED", "GUEST_NOT_FOUND", "HOST_ABSENT"})
    void what_the_host_refuses_ends_with_the_fault(Failure failure) {
        scripted.answer("stop on host1", refused(failure));
        assertThat(power(Kind.STOP)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).containsExactly("begin", "stop on host1", "end in cell1 with " + failure.type());
    }

    @Test
    void a_successor_is_given_way() {
        assertThat(TestTemporal.runSucceeded(scripted, PowerServer.class, Kind.REBOOT, "reboot on host1"))
                .isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls()).containsExactly("begin", "reboot on host1", "unchange on host1", "makeWay");
    }

    @Test
    void a_successor_that_comes_before_the_host_is_told_is_given_way() {
        assertThat(TestTemporal.runSucceeded(scripted, PowerServer.class, Kind.STOP, "begin"))
                .isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls()).containsExactly("begin", "makeWay");
    }

    @Test
    void a_successor_that_comes_too_late_finds_it_done() {
        assertThat(TestTemporal.runSucceeded(scripted, PowerServer.class, Kind.STOP, "end in cell1 as stopped"))
                .isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).doesNotContain("makeWay");
    }

    @Test
    void a_delete_does_not_wait_for_the_cell_in_which_it_is_to_be_shown() {
        scripted.during("stop on host1", () -> scripted.away("cell1").deleted());
        assertThat(TestTemporal.runSucceeded(scripted, PowerServer.class, Kind.STOP, "end in cell1 as stopped"))
                .isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls())
                .startsWith("begin", "stop on host1")
                .endsWith("end in cell1 as stopped", "makeWay");
    }

    @Test
    void fenced_off_it_says_nothing() {
        scripted.answer("end in cell1 as active", refused(Failure.FENCED));
        assertThat(power(Kind.START)).isEqualTo(Ended.NOTHING);
    }

    @Test
    void what_was_taken_back_is_not_begun() {
        scripted.held(Scripted.heldIn("cell1", false, HOST1));
        assertThat(power(Kind.START)).isEqualTo(Ended.NOTHING);
        assertThat(reset()).isEqualTo(Ended.NOTHING);
        assertThat(scripted.calls()).containsExactly("begin", "begin");
    }

    @Test
    void a_reset_shows_it_in_its_cell() {
        assertThat(reset()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).containsExactly("begin", "reset in cell1");
    }

    @Test
    void a_reset_of_a_server_that_was_never_made_shows_it_in_error() {
        scripted.held(Scripted.heldIn(null, true));
        assertThat(reset()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).containsExactly("begin", "fail in cell0: operation.yielded");
    }
}
