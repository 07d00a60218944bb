package io.cellplane.operations;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.UUID;

/** Commands to the hosts of a cell, relayed over its bus. Queue {@link TaskQueues#hosts(String)}. */
@ActivityInterface(namePrefix = "Hosts.")
public interface Hosts {

    /**
     * Makes and starts the guest.
     *
     * @return refused {@code host.absent} when nobody took it in time, or who took it fell silent, {@code host.spawn_refused} with the host's words
     */
    StepResult<Spawned> spawn(HostStep step);

    /**
     * Undoes that spawn, whether or not it ever came.
     *
     * @return false when the host did not answer in time
     */
    boolean unspawn(HostStep step);

    /**
     * Fences that operation off the host, then removes the guest: what a repair does, whatever was under way.
     *
     * @return false when the host did not answer in time
     */
    boolean clear(HostStep step, UUID operation);

    /**
     * Removes the guest for good.
     *
     * @return false when the host did not answer in time
     */
    boolean destroy(HostStep step);

    /**
     * @param absent how long the host may be silent
     * @param within how long the host may take to do it
     */
    record HostStep(
            Step step,
            UUID server,
            String cell,
            String host,
            long generation,
            String requestId,
            Duration absent,
            Duration within) {}

    /** @param powerState as the compute API numbers it */
    record Spawned(int powerState) {}
}
