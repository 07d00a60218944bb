package io.cellplane.proofs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.testing.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Across cells; its second destination is in a third one. The sample mixes resizes and migrations. */
class GeneratedCrossCellTest extends SeenMoves {

    @Override
    List<Kind> kinds() {
        return Sample.isWhole() ? List.of(Kind.RESIZE) : List.of(Kind.RESIZE, Kind.MIGRATE);
    }

    @Override
    World world(Path folder) {
        World world = new World(folder, List.of("cell1", "cell2", "cell3"), null, Patience.hasty());
        world.host("cell1", "host1", 262144);
        world.host("cell2", "host2", 65536);
        world.host("cell3", "host3", 32768);
        world.reported();
        return world;
    }

    @Override
    boolean isAcrossCells() {
        return true;
    }

    @Override
    String arrival() {
        return "Hosts.SpawnFrom";
    }

    @Override
    Phases phases() {
        return new Phases(
                List.of("active resize_migrating", "active resize_migrated", "active resize_finish"),
                List.of(
                        "compute_prep_snapshot_based_resize_at_dest",
                        "compute_prep_snapshot_based_resize_at_source",
                        "compute_finish_snapshot_based_resize_at_dest"),
                List.of("compute_confirm_snapshot_based_resize_at_source", "conductor_confirm_snapshot_based_resize"),
                List.of(
                        "compute_revert_snapshot_based_resize_at_dest",
                        "compute_finish_revert_snapshot_based_resize_at_source",
                        "conductor_revert_snapshot_based_resize"));
    }

    @Override
    int forward() {
        return 3;
    }

    @Test
    void takes_thirteen_steps() throws IOException {
        for (Kind kind : kinds()) {
            SeenSteps.agree(kind.token() + "-across", requireNonNull(stepsOf.get(kind)));
        }
        SeenSteps.agree("confirm-across", confirming);
        SeenSteps.agree("revert-across", reverting);
        assertThat(steps)
                .containsExactly(
                        "Lane.Begin",
                        "Moves.Aim",
                        "CellMoves.Copy",
                        "Ports.BindBeside",
                        "Hosts.Leave",
                        "Snapshots.Open",
                        "Hosts.Upload",
                        "Ports.Activate",
                        "Hosts.SpawnFrom",
                        "Hosts.Start",
                        "CellMoves.CutOver",
                        "MoveRecords.Resized",
                        "Snapshots.Remove");
        assertThat(undoing)
                .startsWith(steps.subList(0, 9).toArray(String[]::new))
                .containsSubsequence(
                        "Hosts.Unspawn",
                        "Ports.Deactivate",
                        "Snapshots.Remove",
                        "Hosts.Unleave",
                        "Ports.UnbindBeside",
                        "CellMoves.Uncopy",
                        "Moves.Unaim")
                .endsWith(steps.subList(1, steps.size()).toArray(String[]::new));
        assertThat(confirming)
                .containsExactly(
                        "Moves.Begin",
                        "Hosts.Discard",
                        "Ports.DropBindings",
                        "CellMoves.Erase",
                        "MoveRecords.Confirmed");
        assertThat(reverting)
                .containsExactly(
                        "Moves.Begin",
                        "Hosts.Keeps",
                        "Hosts.SetAside",
                        "Ports.Activate",
                        "Hosts.Restore",
                        "Ports.Settle",
                        "CellMoves.Merge",
                        "CellMoves.CutOver",
                        "Hosts.Destroy",
                        "CellMoves.Erase",
                        "MoveRecords.Reverted");
    }
}
