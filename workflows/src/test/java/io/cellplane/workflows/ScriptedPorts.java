package io.cellplane.workflows;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.temporal.step.Ports;
import java.util.List;
import java.util.UUID;

/** What the network service is asked for, by script; beside what hosts are. */
abstract class ScriptedPorts extends ScriptedHosts implements Ports {
    static final UUID PORT = UUID.fromString("00000000-0000-4000-8000-000000000003");

    private static final UUID NETWORK = UUID.fromString("00000000-0000-4000-8000-000000000004");

    private static final BoundPort CARD =
            new BoundPort(PORT, NETWORK, "private", "fa:16:3e:00:00:01", List.of(), null, true);

    @Override
    public StepResult<Bound> bind(Step step, UUID server, String host) {
        return answered("bind " + step.attempt() + " " + host, new Bound(List.of()));
    }

    @Override
    public StepResult<Bound> attach(Step step, UUID server, String host) {
        return answered("attach on " + host, new Bound(List.of(CARD)));
    }

    @Override
    public void detach(Step step, UUID server, UUID port) {
        called("detach");
    }

    @Override
    public void release(Step step, UUID server) {
        called("release " + step.attempt());
    }

    @Override
    public void releaseAll(UUID server) {
        called("release all");
    }

    @Override
    public StepResult<Bound> bindBeside(Step step, UUID server, String host) {
        return answered("bind beside " + step.attempt() + " " + host, new Bound(List.of()));
    }

    @Override
    public void unbindBeside(Step step, UUID server, String host) {
        called("unbind beside " + step.attempt() + " " + host);
    }

    @Override
    public StepResult<Activated> activate(Step step, UUID server, String host) {
        return answered("activate " + step.attempt() + " " + host, new Activated(host));
    }

    @Override
    public void deactivate(Step step, UUID server, String host, String former) {
        called("deactivate " + step.attempt() + " " + host + " for " + former);
    }

    @Override
    public void dropBindings(UUID server, String keepHost) {
        called("drop bindings but " + keepHost);
    }

    @Override
    public void settle(Step step, UUID server, String keepHost) {
        called("settle on " + keepHost);
    }
}
