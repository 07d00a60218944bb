package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.ConfirmResize;
import io.cellplane.temporal.flow.ResizeServer;
import io.cellplane.temporal.flow.RevertResize;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator reads of a move: its phases in Temporal's web UI, its events in the trail. */
@Timeout(60)
class MovePhasesTest {
    private final Scripted scripted = new Scripted();

    private List<String> phases(Class<?> type, Kind kind) {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            temporal.run(type, kind);
            return temporal.untyped("operation")
                    .query("__temporal_workflow_metadata", WorkflowMetadata.class)
                    .getCurrentDetails()
                    .lines()
                    .map(line -> line.replaceFirst("- \\d\\d:\\d\\d:\\d\\dZ ", ""))
                    .toList();
        }
    }

    private List<String> events() {
        assertThat(scripted.events()).allSatisfy(event -> {
            assertThat(event.ended()).isNotNull();
            assertThat(event.began()).isBeforeOrEqualTo(event.ended());
        });
        return scripted.events().stream()
                .map(event -> event.name() + " " + event.attempt() + " " + event.host()
                        + (event.error() == null ? "" : ": " + event.error()))
                .toList();
    }

    @Test
    void a_resize_within_a_cell() {
        assertThat(phases(ResizeServer.class, Kind.RESIZE))
                .containsExactly(
                        "beginning",
                        "choosing a destination, attempt 1",
                        "ports on host1",
                        "leaving host0",
                        "turning the ports to host1",
                        "arriving on host1",
                        "starting on host1",
                        "showing it in VERIFY_RESIZE",
                        "to be confirmed or reverted");
        assertThat(events())
                .containsExactly(
                        ActionEvent.PREPARE + " 1 host1",
                        ActionEvent.LEAVE + " 1 host0",
                        ActionEvent.ARRIVE + " 1 host1");
    }

    @Test
    void a_resize_across_cells() {
        scripted.moves().acrossCells();
        assertThat(phases(ResizeServer.class, Kind.RESIZE))
                .containsExactly(
                        "beginning",
                        "choosing a destination, attempt 1",
                        "copying its records into cell2",
                        "ports on host1",
                        "leaving host0",
                        "uploading its disk",
                        "turning the ports to host1",
                        "arriving on host1",
                        "starting on host1",
                        "cutting over to cell2",
                        "showing it in VERIFY_RESIZE",
                        "to be confirmed or reverted");
        assertThat(events())
                .containsExactly(
                        ActionEvent.PREPARE_ACROSS + " 1 host1",
                        ActionEvent.LEAVE_ACROSS + " 1 host0",
                        ActionEvent.ARRIVE_ACROSS + " 1 host1");
    }

    @Test
    void a_second_attempt() {
        scripted.answer("activate 1 host1", StepResult.refused(Failure.PORTS_REFUSED, "no such network"));
        assertThat(phases(ResizeServer.class, Kind.RESIZE))
                .containsExactly(
                        "beginning",
                        "choosing a destination, attempt 1",
                        "ports on host1",
                        "leaving host0",
                        "turning the ports to host1",
                        "undoing attempt 1: no such network",
                        "choosing a destination, attempt 2",
                        "ports on host2",
                        "leaving host0",
                        "turning the ports to host2",
                        "arriving on host2",
                        "starting on host2",
                        "showing it in VERIFY_RESIZE",
                        "to be confirmed or reverted");
        assertThat(events())
                .containsExactly(
                        ActionEvent.PREPARE + " 1 host1",
                        ActionEvent.LEAVE + " 1 host0: no such network",
                        ActionEvent.PREPARE + " 2 host2",
                        ActionEvent.LEAVE + " 2 host0",
                        ActionEvent.ARRIVE + " 2 host2");
    }

    @Test
    void a_confirm() {
        assertThat(phases(ConfirmResize.class, Kind.CONFIRM))
                .containsExactly(
                        "beginning",
                        "discarding what host0 keeps",
                        "unbinding the ports from host0",
                        "showing it confirmed",
                        "confirmed");
        assertThat(events()).containsExactly(ActionEvent.CONFIRM + " 1 host0");
    }

    @Test
    void a_confirm_whose_source_is_silent() {
        scripted.moves().acrossCells().silent("host0");
        assertThat(phases(ConfirmResize.class, Kind.CONFIRM))
                .containsExactly(
                        "beginning",
                        "discarding what host0 keeps",
                        "nobody answers on host0: what it keeps becomes a debt",
                        "unbinding the ports from host0",
                        "erasing the copy in cell1",
                        "showing it confirmed",
                        "confirmed");
        assertThat(events())
                .containsExactly(ActionEvent.CONFIRM_AT_SOURCE + " 1 host0: nobody answered: what host0 keeps is owed");
    }

    @Test
    void a_revert_within_a_cell() {
        assertThat(phases(RevertResize.class, Kind.REVERT))
                .containsExactly(
                        "beginning",
                        "asking host0 whether it keeps it",
                        "setting it aside on host1",
                        "bringing it back on host0",
                        "removing it from host1",
                        "showing it as it was",
                        "reverted");
        assertThat(events()).containsExactly(ActionEvent.REVERT + " 1 host1", ActionEvent.RETURN + " 1 host0");
    }

    @Test
    void a_revert_across_cells() {
        scripted.moves().acrossCells();
        assertThat(phases(RevertResize.class, Kind.REVERT))
                .containsExactly(
                        "beginning",
                        "asking host0 whether it keeps it",
                        "setting it aside on host1",
                        "bringing it back on host0",
                        "bringing its records back to cell1",
                        "removing it from host1",
                        "erasing the copy in cell2",
                        "showing it as it was",
                        "reverted");
        assertThat(events())
                .containsExactly(ActionEvent.REVERT_AT_DEST + " 1 host1", ActionEvent.RETURN_ACROSS + " 1 host0");
    }
}
