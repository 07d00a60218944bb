package io.cellplane.standalone.kill;

import java.util.List;

/**
 * The steps of each operation at which it can be halted: its admission, its activities, what its hosts do. A confirm and a
 * revert take other steps after a move within a cell than across.
 */
public enum StepList {
    BOOT(
            "boot",
            Stand.NONE,
            Stand.ACTIVE,
            "boot.admit",
            "boot.Placement.Place",
            "boot.Ports.Bind",
            "boot.Records.Land",
            "boot.Hosts.Spawn",
            "host.spawn",
            "boot.Records.Finish"),
    DELETE(
            "delete",
            Stand.ACTIVE,
            Stand.NONE,
            "delete.admit",
            "delete.Lane.Begin",
            "delete.Hosts.Destroy",
            "host.destroy",
            "delete.Ports.ReleaseAll",
            "delete.Records.Remove"),
    STOP(
            "stop",
            Stand.ACTIVE,
            Stand.SHUTOFF,
            "stop.admit",
            "stop.Lane.Begin",
            "stop.Hosts.Change",
            "host.stop",
            "stop.Records.End"),
    START(
            "start",
            Stand.SHUTOFF,
            Stand.ACTIVE,
            "start.admit",
            "start.Lane.Begin",
            "start.Hosts.Change",
            "host.start",
            "start.Records.End"),
    CONFIRM(
            "confirm",
            Stand.MOVED,
            Stand.ACTIVE,
            "confirm.admit",
            "confirm.Moves.Begin",
            "confirm.Hosts.Discard",
            "host.discard",
            "confirm.Ports.DropBindings",
            "confirm.MoveRecords.Confirmed"),
    CONFIRM_ACROSS("confirm", Stand.MOVED_ACROSS, Stand.ACTIVE, "confirm.CellMoves.Erase"),
    REVERT("revert", Stand.MOVED, Stand.ACTIVE, "revert.Hosts.Unreceive", "host.undo-receive"),
    REVERT_ACROSS(
            "revert",
            Stand.MOVED_ACROSS,
            Stand.ACTIVE,
            "revert.admit",
            "revert.Moves.Begin",
            "revert.Hosts.Unspawn",
            "host.undo-spawn",
            "revert.CellMoves.Merge",
            "revert.CellMoves.CutOver",
            "revert.Ports.Activate",
            "revert.Hosts.Restore",
            "host.restore",
            "revert.Ports.DropBindings",
            "revert.CellMoves.Erase",
            "revert.MoveRecords.Reverted"),
    RESIZE(
            "resize",
            Stand.ACTIVE,
            Stand.MOVED,
            "resize.admit",
            "resize.Moves.Aim",
            "resize.Ports.BindBeside",
            "resize.Hosts.Leave",
            "host.leave",
            "resize.Ports.Activate",
            "resize.Hosts.Receive",
            "host.receive",
            "resize.MoveRecords.Resized"),
    CROSS_CELL(
            "cross-cell",
            Stand.ACTIVE,
            Stand.MOVED_ACROSS,
            "resize.admit",
            "resize.Moves.Aim",
            "resize.CellMoves.Copy",
            "resize.Ports.BindBeside",
            "resize.Hosts.Leave",
            "host.leave",
            "resize.Snapshots.Open",
            "resize.Hosts.Upload",
            "host.upload",
            "resize.Ports.Activate",
            "resize.Hosts.SpawnFrom",
            "host.spawn",
            "resize.CellMoves.CutOver",
            "resize.MoveRecords.Resized",
            "resize.Snapshots.Remove");

    private final String token;
    private final Stand before;
    private final Stand after;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> steps;

    StepList(String token, Stand before, Stand after, String... steps) {
        this.token = token;
        this.before = before;
        this.after = after;
        this.steps = List.of(steps);
    }

    /** The operation, as an operator writes it. */
    public String token() {
        return token;
    }

    /** How a server must stand for it. */
    Stand before() {
        return before;
    }

    /** How a server stands after it. */
    Stand after() {
        return after;
    }

    /** In their order. */
    public List<String> steps() {
        return steps;
    }

    /**
     * Whether a server may stand so afterwards. A boot or a move whose workflow was terminated is repaired: to ERROR or to
     * what it was, unless it has arrived. What had not begun may be taken back while Temporal is without its data.
     */
    boolean allows(Victim victim, String status) {
        return switch (victim) {
            case WORKFLOWS ->
                after.status().equals(status)
                        || (this == BOOT && status.equals("ERROR"))
                        || ((this == RESIZE || this == CROSS_CELL)
                                && before.status().equals(status));
            case TEMPORAL_EMPTIED, TEMPORAL_RESTORED ->
                after.status().equals(status)
                        || (this != BOOT && this != DELETE && before.status().equals(status));
            default -> after.status().equals(status);
        };
    }
}
