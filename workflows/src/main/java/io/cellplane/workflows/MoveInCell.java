package io.cellplane.workflows;

import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.operations.Hosts;
import io.cellplane.operations.Hosts.HostStep;
import io.cellplane.operations.Hosts.Receiving;
import io.cellplane.operations.Lane;
import io.cellplane.operations.Moving;
import io.cellplane.operations.OperationRequest;
import io.cellplane.operations.Placed;
import io.cellplane.operations.Ports;

/** Carries the guest from one host of a cell to another, or to itself: bind, leave, activate, receive; and back. */
final class MoveInCell {
    private final OperationRequest request;
    private final Steps steps;
    private final Phases phases;
    private final int attempt;
    private final Moving moving;
    private final Placed from;
    private final Placed to;

    MoveInCell(OperationRequest request, Steps steps, Phases phases, int attempt, Moving moving) {
        this.request = request;
        this.steps = steps;
        this.phases = phases;
        this.attempt = attempt;
        this.moving = moving;
        this.from = moving.from();
        this.to = moving.to();
    }

    /** @return the guest's power state at the destination */
    StepResult<Integer> go(Successor successor, Undo undo) {
        phases.now("ports on " + to.host());
        undo.with("unbind the ports from " + to.host(), this::unbind);
        StepResult<Ports.Bound> bound = successor.unless(() -> steps.control(Ports.class, "bind to " + to.host())
                .bindBeside(steps.step("bind", attempt), request.server(), to.host()));
        if (!bound.isDone()) {
            return bound.failed();
        }

        phases.now("leaving " + from.host());
        undo.with("bring it back on " + from.host(), this::bringBack);
        StepResult<Hosts.Left> left = successor.orStop(() ->
                steps.hosts(from.cell(), Hosts.class, "leave " + from.host()).leave(on(from, "leave")));
        if (!left.isDone()) {
            return left.failed();
        }

        undo.with("activate the ports on " + from.host(), this::deactivate);
        StepResult<Ports.Activated> active =
                successor.unless(() -> steps.control(Ports.class, "activate on " + to.host())
                        .activate(steps.step("activate", attempt), request.server(), to.host()));
        if (!active.isDone()) {
            return active.failed();
        }

        phases.now("arriving on " + to.host());
        undo.with("remove it from " + to.host(), this::remove);
        StepResult<Hosts.Powered> received = successor.orStop(() -> steps.hosts(
                        to.cell(), Hosts.class, "receive on " + to.host())
                .receive(new Receiving(
                        on(to, "receive"), request.operation(), from.host(), moving.after(), moving.wasRunning())));
        Hosts.Powered guest = received.outcome();
        return received.isDone() && guest != null ? StepResult.done(guest.powerState()) : received.failed();
    }

    /** All of it, whatever of it was ever done: for a repair, which has no history. */
    void undo() {
        remove();
        deactivate();
        bringBack();
        unbind();
    }

    private void unbind() {
        steps.control(Ports.class, "unbind from " + to.host())
                .unbindBeside(steps.step("bind", attempt), request.server(), to.host());
    }

    /** Nobody else has the guest, so its host is waited for. */
    private void bringBack() {
        HostStep leave = on(from, "leave");
        steps.until(() -> steps.hosts(from.cell(), Hosts.class, "bring it back on " + from.host())
                .unleave(leave));
    }

    private void deactivate() {
        steps.control(Ports.class, "activate on " + from.host())
                .deactivate(steps.step("activate", attempt), request.server(), to.host(), from.host());
    }

    /** A destination that is silent owes the removal; where source and destination are one, nothing goes on without it. */
    private void remove() {
        HostStep receive = steps.cleaning(to.cell(), to.host(), to.generation(), steps.step("receive", attempt));
        Hosts hosts = steps.hosts(to.cell(), Hosts.class, "remove it from " + to.host());
        if (moving.isSameHost()) {
            steps.until(() -> hosts.unreceive(receive));
        } else if (!hosts.unreceive(receive)) {
            phases.now("nobody answers on " + to.host() + ": its guest becomes a debt");
            steps.control(Lane.class, "leave a debt")
                    .owe(request.operation(), new Owed(to.cell(), to.host(), to.generation()));
        }
    }

    private HostStep on(Placed at, String name) {
        return steps.on(at.cell(), at.host(), at.generation(), steps.step(name, attempt));
    }
}
