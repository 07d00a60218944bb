package io.cellplane.operations;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.BoundPort;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.UUID;

/** The server's ports at the network service. Queue {@link TaskQueues#CONTROL}. */
@ActivityInterface(namePrefix = "Ports.")
public interface Ports {

    /**
     * Makes the ports that the server was asked for, or adopts those that a lost attempt made, and binds them to the host.
     *
     * @return refused {@code network.ports_refused} when the network service refuses
     */
    StepResult<Bound> bind(Step step, UUID server, String host);

    /** Undoes that bind: deletes the ports that it made and unbinds the user's own that it took, no others. */
    void release(Step step, UUID server);

    /** Deletes every port that Cellplane made for the server and unbinds the user's own: the server is to hold nothing. */
    void releaseAll(UUID server);

    /** In the order of the networks asked for. */
    record Bound(List<BoundPort> ports) {}
}
