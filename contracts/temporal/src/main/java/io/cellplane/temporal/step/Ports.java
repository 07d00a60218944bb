package io.cellplane.temporal.step;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.temporal.flow.TaskQueues;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.UUID;

/** The server's ports at the network service. Queue {@link TaskQueues#CONTROL}. */
@ActivityInterface(namePrefix = "Ports.")
public interface Ports {

    /**
     * Makes the ports that the server was asked for, or adopts those that a lost attempt made, and binds them to the host.
     *
     * @return refused {@code network.ports_refused} when the network service refuses, {@code network.port_unbound} when nothing on
     *     the host takes them
     */
    StepResult<Bound> bind(Step step, UUID server, String host);

    /**
     * Makes or takes the port that the operation is to attach, and binds it to the host. {@link #release} undoes it.
     *
     * @return that port alone; refused as {@link #bind}
     */
    StepResult<Bound> attach(Step step, UUID server, String host);

    /** Gives a port of the server back, if no newer operation has taken it since. */
    void detach(Step step, UUID server, UUID port);

    /** Undoes that bind: deletes the ports that it made and unbinds the user's own that it took, no others. */
    void release(Step step, UUID server);

    /** Deletes every port that Cellplane made for the server and unbinds the user's own: the server is to hold nothing. */
    void releaseAll(UUID server);

    /**
     * Binds every port of the server to the host as well, inactively; nothing to do where it is bound to it already. The
     * profile of such a binding names the operation and attempt.
     *
     * @return refused {@code network.ports_refused} when the network service refuses, {@code network.port_unbound} when nothing on
     *     the host takes them
     */
    StepResult<Bound> bindBeside(Step step, UUID server, String host);

    /** Undoes that: deletes the bindings to the host that it made and that are not active. */
    void unbindBeside(Step step, UUID server, String host);

    /**
     * Makes the host's bindings the active ones of all ports of the server; one that is missing is made.
     *
     * @return refused {@code network.ports_refused} when the network service refuses, {@code network.port_unbound} when nothing on
     *     the host takes them
     */
    StepResult<Activated> activate(Step step, UUID server, String host);

    /** Undoes that: ports that are active on the host are active on the former one again. */
    void deactivate(Step step, UUID server, String host, String former);

    /** Deletes every inactive binding of the server's ports but that to this host: nothing of a move is left. */
    void dropBindings(UUID server, String keepHost);

    /** The same, and it is on record that the host has the guest: from that step there is no way back. */
    void settle(Step step, UUID server, String keepHost);

    /** @param host where all ports of the server are active */
    record Activated(String host) {}

    /** In the order of the networks asked for, each with its binding on the host that was named. */
    record Bound(List<BoundPort> ports) {}
}
