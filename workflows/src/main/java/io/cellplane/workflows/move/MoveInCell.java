package io.cellplane.workflows.move;

import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.Receiving;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Ports;
import io.cellplane.workflows.step.EventLog;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Undo;
import java.util.UUID;

/**
 * Carries the guest from one host of a cell to another, or to itself: bind, leave, activate, receive, start; and back. Hosts that
 * say in which storage they keep it offer it after they are left: the destination may have to copy it.
 */
final class MoveInCell {
    static final StepName ARRIVES = StepName.RECEIVE;

    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases;
    private final EventLog events;
    private final Departure departure;
    private final Moving moving;

    MoveInCell(
            OperationRequest request,
            Steps steps,
            Successor successor,
            Phases phases,
            EventLog events,
            Departure departure) {
        this.request = request;
        this.steps = steps;
        this.successor = successor;
        this.phases = phases;
        this.events = events;
        this.departure = departure;
        this.moving = departure.moving();
    }

    /** @return the guest's power state at the destination */
    StepResult<Integer> go(Undo undo) {
        Placed to = moving.to();
        StepResult<Ports.Bound> bound = departure.bind(undo);
        if (!bound.isDone()) {
            return bound.failed();
        }
        StepResult<Hosts.Left> left = departure.leave(undo);
        if (!left.isDone()) {
            return left.failed();
        }
        Hosts.Left kept = left.outcome();
        UUID storage = kept == null || moving.isSameHost() ? null : kept.storage();
        StepResult<Hosts.Offer> offered = storage == null ? null : departure.offer(storage, undo);
        if (offered != null && !offered.isDone()) {
            return offered.failed();
        }
        StepResult<Ports.Activated> active = departure.activate(undo);
        if (!active.isDone()) {
            return active.failed();
        }
        phases.now("arriving on " + to.host());
        events.next(ActionEvent.ARRIVE, departure.attempt(), to.host());
        undo.with("remove it from " + to.host(), this::remove);
        StepResult<Hosts.Powered> received =
                successor.orStop(() -> steps.hosts(to.cell(), Hosts.class, "receive on " + to.host())
                        .receive(new Receiving(
                                departure.on(to, ARRIVES),
                                request.operation(),
                                moving.from().host(),
                                moving.after(),
                                events.all(),
                                bound.orRefuse().ports(),
                                offered == null ? null : offered.outcome())));
        StepResult<Hosts.Powered> started = departure.start(received);
        Hosts.Powered guest = started.outcome();
        return started.isDone() && guest != null ? StepResult.done(guest.powerState()) : started.failed();
    }

    /** All of it, whatever of it was ever done: for a repair, which has no history. */
    void undo() {
        remove();
        departure.deactivate();
        departure.bringBack();
        departure.unbind();
    }

    private void remove() {
        Placed to = moving.to();
        departure.remove(() -> steps.cleaned(
                to.cell(), "remove it from " + to.host(), hosts -> hosts.unreceive(departure.cleaning(ARRIVES))));
    }
}
