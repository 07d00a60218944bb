package io.cellplane.temporal.step;

import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.temporal.flow.TaskQueues;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The record of a server in its cell. Queue {@link TaskQueues#cell(String)}. */
@ActivityInterface(namePrefix = "Records.")
public interface Records {

    /** Creates the record (or gives it its next host), maps the server to this cell and drops its build request. */
    StepResult<Landed> land(Landing landing);

    /** Takes the host out of the record again; the record stays, it is the trail of what was tried. */
    void unland(Step step, Placed place, UUID server, Failed failed);

    /** Shows the server ACTIVE and closes the operation. */
    StepResult<Landed> finish(Step step, Placed place, UUID server, int powerState);

    /**
     * Shows the server in ERROR with its fault and closes the operation; creates the record where there is none yet.
     *
     * @param operation the one to close: the step's own, or the one that it repairs
     */
    StepResult<Landed> fail(Step step, UUID operation, String cell, UUID server, Failed failed);

    /** Ends an operation that leaves the server where it is, and closes it. */
    StepResult<Landed> end(Ending ending);

    /** The same, and from here on the server has that card. */
    StepResult<Landed> attached(Ending ending, BoundPort card);

    /** The same, and from here on the server has no card of that port. */
    StepResult<Landed> detached(Ending ending, UUID port);

    /** Shows the server in the state that the operation's arguments say, and closes it. */
    StepResult<Landed> reset(Step step, String cell, long generation, UUID server);

    /**
     * Removes the record, and with it everything the server holds; closes the operation.
     *
     * @param owed what did not answer: it becomes a debt
     */
    void remove(UUID operation, String cell, UUID server, List<Owed> owed);

    /**
     * Removes the record alone: the rest was closed, or went on elsewhere, while the cell was away. No late step of the
     * operation makes it anew.
     *
     * @return false as long as it is not known whether the record counts
     */
    boolean erase(UUID operation, String cell, UUID server);

    /** What is to be recorded. */
    record Landing(Step step, UUID server, Placed place, List<BoundPort> ports) {}

    /**
     * How an operation ends.
     *
     * @param operation the one to close: the step's own, or the one that it repairs
     * @param vmState null leaves it; so does a {@code powerState} that is null
     * @param failed why it could not be done: the server carries it as its fault; null when it was
     * @param events of an operation that has more than one; what of them stands open ends with it
     */
    record Ending(
            Step step,
            UUID operation,
            UUID server,
            String cell,
            long generation,
            @Nullable String host,
            @Nullable String vmState,
            @Nullable Integer powerState,
            @Nullable Failed failed,
            List<ActionEvent> events) {}

    /** @param failure the failure's type in the catalogue */
    record Failed(String failure, String message, String details) {}

    /**
     * The server as it stands in its cell now.
     *
     * @param fetches whether the host that it has landed on makes it from its image's data; not of an older process
     */
    record Landed(String cell, long generation, boolean fetches) {
        public Landed(String cell, long generation) {
            this(cell, generation, false);
        }
    }
}
