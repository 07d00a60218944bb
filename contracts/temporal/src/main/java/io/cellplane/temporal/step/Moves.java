package io.cellplane.temporal.step;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.TaskQueues;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a server goes, and what its way back holds, at the control level. Queue {@link TaskQueues#CONTROL}, but for the aim. */
@ActivityInterface(namePrefix = "Moves.")
public interface Moves {

    /**
     * Begins the move, chooses a destination and claims it, exactly: what the server held is the operation's from here.
     * Queue {@link TaskQueues#control(String)} of the cell where it counts.
     *
     * @param tried hosts not to be chosen again
     * @return refused {@code placement.no_valid_host}, or {@code operation.fenced} when it was taken back
     */
    StepResult<Moving> aim(Step step, UUID server, List<String> tried);

    /** The server holds again what it held before, and nothing at that destination. */
    void unaim(Step step, UUID server);

    /**
     * Bars every step of the move that has not begun in the API database, unless it has arrived, and reads how far it
     * came.
     */
    Reached fence(UUID operation, UUID server);

    /**
     * How far a move came.
     *
     * @param cell where the server counts
     * @param hasArrived whether confirm and revert were let in already
     * @param isCutOver whether its last destination counts already, in another cell
     * @param tried every destination, in that order
     */
    record Reached(
            boolean isOpen, boolean hasArrived, boolean isCutOver, String cell, long generation, List<Tried> tried) {}

    /** An attempt and where it went. */
    record Tried(int attempt, Moving moving) {}

    /** Begins a confirm or a revert; {@code begun} is false when it was taken back or is over. */
    WayBack begin(UUID operation, UUID server);

    /** What a reset has come over at VERIFY_RESIZE, to be ended with it; null when there is none. */
    @Nullable WayBack left(UUID operation, UUID server);

    /**
     * What there is to end.
     *
     * @param attempt of the move that came through
     * @param again whether an earlier run of it may have done something
     * @param returned whether a revert has come so far that the source has the guest
     * @param owed whether the guest at the destination is still to come back from an earlier revert
     * @param untold whether no run of a revert can have told the source to bring its guest back; false from an older process
     */
    record WayBack(
            boolean begun,
            UUID move,
            int attempt,
            Moving moving,
            boolean again,
            boolean returned,
            boolean owed,
            boolean untold) {}
}
