package io.cellplane.workflows.move;

import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.HostStep;
import io.cellplane.temporal.step.Hosts.Offering;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Ports;
import io.cellplane.workflows.step.EventLog;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Starting;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Successor.Wait;
import io.cellplane.workflows.step.Undo;
import io.temporal.workflow.Functions;
import java.util.UUID;

/** What every attempt of a move does on its way, and how it is undone: ports beside, leave, ports over, remove. */
final class Departure {
    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases;
    private final EventLog events;
    private final int attempt;
    private final Moving moving;
    private final Placed from;
    private final Placed to;
    private final Starting starting;
    /** Whether what arrived may still be where the guest is to come back. */
    private boolean inTheWay;

    private boolean stranded;

    Departure(
            OperationRequest request,
            Steps steps,
            Successor successor,
            Phases phases,
            EventLog events,
            int attempt,
            Moving moving) {
        this.request = request;
        this.steps = steps;
        this.successor = successor;
        this.phases = phases;
        this.events = events;
        this.attempt = attempt;
        this.moving = moving;
        this.from = moving.from();
        this.to = moving.to();
        this.starting = new Starting(steps, successor, phases, attempt, to);
    }

    StepResult<Ports.Bound> bind(Undo undo) {
        phases.now("ports on " + to.host());
        undo.with("unbind the ports from " + to.host(), this::unbind);
        return successor.unless(() -> steps.control(Ports.class, "bind to " + to.host())
                .bindBeside(steps.step(StepName.BIND, attempt), request.server(), to.host()));
    }

    void unbind() {
        steps.control(Ports.class, "unbind from " + to.host())
                .unbindBeside(steps.step(StepName.BIND, attempt), request.server(), to.host());
    }

    StepResult<Hosts.Left> leave(Undo undo) {
        phases.now("leaving " + from.host());
        events.next(moving.isAcrossCells() ? ActionEvent.LEAVE_ACROSS : ActionEvent.LEAVE, attempt, from.host());
        undo.with("bring it back on " + from.host(), this::bringBack);
        return successor.orStop(() -> steps.hosts(from.cell(), Hosts.class, "leave " + from.host())
                .leave(on(from, StepName.LEAVE), events.all()));
    }

    /**
     * Lets the destination copy what the source keeps, unless they share the storage.
     *
     * @param storage that keeps it
     */
    StepResult<Hosts.Offer> offer(UUID storage, Undo undo) {
        phases.now("offering its disks to " + to.host());
        undo.with("stop offering them", this::stopOffering);
        StepResult<Hosts.Offer> offered =
                successor.orStop(() -> steps.hosts(from.cell(), Hosts.class, "offer its disks to " + to.host())
                        .offer(new Offering(
                                on(from, StepName.OFFER),
                                request.operation(),
                                storage,
                                to.host(),
                                steps.patience().deadlines().move())));
        if (offered.isDone()) {
            undo.forgetLast(); // it ends with what is kept
        }
        return offered;
    }

    /** Else its host would be at it for long before it takes back the guest; one that is silent hears of it then. */
    private void stopOffering() {
        boolean _ = steps.cleaned(
                from.cell(),
                "stop offering its disks",
                hosts -> hosts.unoffer(steps.cleaning(from, steps.step(StepName.OFFER, attempt))));
    }

    /** Nobody else has the guest, so its host is waited for; when it is given up, that it comes back is owed. */
    void bringBack() {
        if (successor.until(from.host(), this::isBack) == Wait.OVER) {
            return;
        }
        phases.now("nobody waits for " + from.host() + " any more: that it comes back becomes a debt");
        steps.control(Lane.class, "leave a debt")
                .owe(
                        request.operation(),
                        Owed.comeBack(from.cell(), from.host(), from.generation(), request.operation(), attempt));
        stranded = true;
    }

    private boolean isBack() {
        Hosts source = steps.hosts(from.cell(), Hosts.class, "bring it back on " + from.host());
        return (!inTheWay || source.unreceive(cleaning(MoveInCell.ARRIVES)))
                && source.unleave(on(from, StepName.LEAVE));
    }

    /** Whether it was undone without the guest, which its source still keeps. */
    boolean isStranded() {
        return stranded;
    }

    StepResult<Ports.Activated> activate(Undo undo) {
        phases.now("turning the ports to " + to.host());
        undo.with("activate the ports on " + from.host(), this::deactivate);
        return successor.unless(() -> steps.control(Ports.class, "activate on " + to.host())
                .activate(steps.step(StepName.ACTIVATE, attempt), request.server(), to.host()));
    }

    void deactivate() {
        steps.control(Ports.class, "activate on " + from.host())
                .deactivate(steps.step(StepName.ACTIVATE, attempt), request.server(), to.host(), from.host());
    }

    /** What has arrived, off, runs if it ran before. */
    StepResult<Hosts.Powered> start(StepResult<Hosts.Powered> arrived) {
        return arrived.isDone() && moving.wasRunning() ? starting.tell() : arrived;
    }

    /**
     * A destination that is silent owes the removal, once it is certain that it does not run what arrived; where source and
     * destination are one, it is removed before the guest comes back.
     *
     * @param removed whether the host has removed it
     */
    void remove(Functions.Func<Boolean> removed) {
        if (removed.apply()) {
            return;
        }
        if (moving.isSameHost()) {
            inTheWay = true;
            return;
        }
        if (!starting.isOwed(removed)) {
            return;
        }
        phases.now("nobody answers on " + to.host() + ": its guest becomes a debt");
        steps.control(Lane.class, "leave a debt")
                .owe(request.operation(), Owed.guest(to.cell(), to.host(), to.generation(), to.placing()));
    }

    HostStep on(Placed at, StepName name) {
        return steps.on(at, steps.step(name, attempt));
    }

    /** At the destination, by whoever is to be rid of what arrived there. */
    HostStep cleaning(StepName name) {
        return steps.cleaning(to, steps.step(name, attempt));
    }

    Moving moving() {
        return moving;
    }

    int attempt() {
        return attempt;
    }
}
