package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Within a cell. */
class GeneratedResizeTest extends SeenMoves {

    @Override
    World world(Path folder) {
        return World.ofThreeHosts(folder);
    }

    @Override
    boolean isAcrossCells() {
        return false;
    }

    @Override
    String arrival() {
        return "Hosts.Receive";
    }

    @Override
    Phases phases() {
        return new Phases(
                List.of("active resize_migrating", "active resize_finish"),
                List.of("compute_prep_resize", "compute_resize_instance", "compute_finish_resize"),
                List.of("compute_confirm_resize"),
                List.of("compute_revert_resize", "compute_finish_revert_resize"));
    }

    @Override
    int forward() {
        return 1;
    }

    @Test
    void takes_eight_steps() throws IOException {
        SeenSteps.agree("resize", steps);
        SeenSteps.agree("confirm", confirming);
        SeenSteps.agree("revert", reverting);
        assertThat(steps)
                .containsExactly(
                        "Lane.Begin",
                        "Moves.Aim",
                        "Ports.BindBeside",
                        "Hosts.Leave",
                        "Ports.Activate",
                        "Hosts.Receive",
                        "Hosts.Start",
                        "MoveRecords.Resized");
        assertThat(undoing)
                .startsWith(steps.subList(0, 6).toArray(String[]::new))
                .containsSubsequence(
                        "Hosts.Unreceive", "Ports.Deactivate", "Hosts.Unleave", "Ports.UnbindBeside", "Moves.Unaim")
                .endsWith(steps.subList(1, steps.size()).toArray(String[]::new));
        assertThat(confirming)
                .containsExactly("Moves.Begin", "Hosts.Discard", "Ports.DropBindings", "MoveRecords.Confirmed");
        assertThat(reverting)
                .containsExactly(
                        "Moves.Begin",
                        "Hosts.Keeps",
                        "Hosts.SetAside",
                        "Ports.Activate",
                        "Hosts.Restore",
                        "Ports.Settle",
                        "Hosts.Destroy",
                        "MoveRecords.Reverted");
    }
}
