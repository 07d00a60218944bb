package io.cellplane.temporal.step;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.TaskQueues;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.UUID;

/** Chooses a host and claims it. Queue {@link TaskQueues#CONTROL}. */
@ActivityInterface(namePrefix = "Placement.")
public interface Placement {

    /**
     * Begins the operation, chooses a host and claims it for the server, exactly. Where the server has a record, hosts
     * of that cell come before others, as their weight says.
     *
     * @return refused {@code placement.no_valid_host}, or {@code operation.fenced} when it was taken back
     */
    StepResult<Placed> place(Search search);

    /** Gives the claim back. */
    void unplace(Step step, UUID server);

    /** @param tried hosts not to be chosen again */
    record Search(Step step, UUID server, List<String> tried) {}
}
