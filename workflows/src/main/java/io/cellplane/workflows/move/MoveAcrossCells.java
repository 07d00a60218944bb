package io.cellplane.workflows.move;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.CellMoves;
import io.cellplane.temporal.step.CellMoves.Course;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.SpawningFrom;
import io.cellplane.temporal.step.Hosts.Uploading;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Ports;
import io.cellplane.temporal.step.Snapshots;
import io.cellplane.workflows.step.EventLog;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Undo;
import java.util.UUID;

/**
 * Carries a server into another cell: copy its records, bind, leave, upload its disk, activate, spawn, start, cut over. Until the
 * cutover the source counts, and everything is undone; after it there is only the way forward.
 */
final class MoveAcrossCells {
    static final StepName ARRIVES = StepName.SPAWN;

    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases;
    private final EventLog events;
    private final Departure departure;
    private final Moving moving;
    private final Crossing crossing;
    private final Step snapshot;
    private final UUID image;

    MoveAcrossCells(
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
        int attempt = departure.attempt();
        Course course = new Course(
                request.operation(),
                request.server(),
                moving.from().cell(),
                moving.to().cell(),
                moving.from().generation());
        this.crossing = new Crossing(steps, successor, phases, course, attempt);
        this.snapshot = steps.step(StepName.SNAPSHOT, attempt);
        // The same however often Temporal forgets: what a lost run made is found again.
        UUID operation = request.operation();
        this.image = new UUID(operation.getMostSignificantBits(), operation.getLeastSignificantBits() ^ attempt);
    }

    /** @return the guest's power state at the destination */
    StepResult<Integer> go(Undo undo) {
        Placed from = moving.from();
        Placed to = moving.to();
        undo.with("erase the copy in " + to.cell(), this::uncopy);
        StepResult<CellMoves.Arrival> copied = crossing.copy();
        if (!copied.isDone()) {
            return copied.failed();
        }
        StepResult<Ports.Bound> bound = departure.bind(undo);
        if (!bound.isDone()) {
            return bound.failed();
        }
        StepResult<Hosts.Left> left = departure.leave(undo);
        if (!left.isDone()) {
            return left.failed();
        }
        phases.now("uploading its disk");
        undo.with("remove the image", this::removeImage);
        StepResult<Snapshots.Snapshot> opened = successor.unless(() -> steps.control(Snapshots.class, "make the image")
                .open(
                        snapshot,
                        request.server(),
                        image,
                        steps.patience().deadlines().move()));
        Snapshots.Snapshot made = opened.outcome();
        if (!opened.isDone() || made == null) {
            return opened.failed();
        }
        undo.with("stop the upload from " + from.host(), this::stopUpload);
        StepResult<Hosts.Uploaded> uploaded =
                successor.orStop(() -> steps.hosts(from.cell(), Hosts.class, "upload from " + from.host())
                        .upload(new Uploading(
                                departure.on(from, StepName.UPLOAD),
                                request.operation(),
                                image,
                                events.all(),
                                made.diskFormat())));
        Hosts.Uploaded data = uploaded.outcome();
        if (!uploaded.isDone() || data == null) {
            return uploaded.failed();
        }
        undo.forgetLast();
        StepResult<Ports.Activated> active = departure.activate(undo);
        if (!active.isDone()) {
            return active.failed();
        }
        phases.now("arriving on " + to.host());
        events.next(ActionEvent.ARRIVE_ACROSS, departure.attempt(), to.host());
        undo.with("remove it from " + to.host(), this::remove);
        StepResult<Hosts.Powered> spawned =
                successor.orStop(() -> steps.hosts(to.cell(), Hosts.class, "spawn on " + to.host())
                        .spawnFrom(new SpawningFrom(
                                departure.on(to, ARRIVES),
                                moving.after(),
                                image,
                                made.diskFormat(),
                                data,
                                bound.orRefuse().ports())));
        StepResult<Hosts.Powered> started = departure.start(spawned);
        Hosts.Powered guest = started.outcome();
        if (!started.isDone() || guest == null) {
            return started.failed();
        }
        undo.guard("stay in " + from.cell(), crossing::stay);
        return crossing.cutOver()
                ? StepResult.done(guest.powerState())
                : StepResult.refused(Failure.CUTOVER, Failure.CUTOVER.text());
    }

    /** What only helped the move. */
    void clean() {
        removeImage();
    }

    /** All of it before the cutover, whatever of it was ever done: for a repair, which has no history. */
    void undo() {
        crossing.stayOfAll();
        remove();
        departure.deactivate();
        stopUpload();
        removeImage();
        departure.bringBack();
        departure.unbind();
        uncopy();
    }

    /** It does not count and never will, so that nobody waits for a cell that does not answer. */
    private void uncopy() {
        Placed to = moving.to();
        if (!crossing.uncopy()) {
            phases.now(to.cell() + " does not answer: the copy there becomes a debt");
            steps.control(Lane.class, "leave a debt").owe(request.operation(), Owed.record(to.cell(), to.generation()));
        }
    }

    /** Past the flip: opens what is not open yet. */
    void goOn() {
        crossing.goOn();
    }

    /** Else its host would be at it for long before it takes back the guest; one that is silent hears of it then. */
    private void stopUpload() {
        Placed from = moving.from();
        boolean _ = steps.cleaned(
                from.cell(),
                "stop the upload from " + from.host(),
                hosts -> hosts.unupload(steps.cleaning(from, steps.step(StepName.UPLOAD, departure.attempt()))));
    }

    private void removeImage() {
        successor.last(() -> steps.control(Snapshots.class, "remove the image").remove(snapshot, image));
    }

    private void remove() {
        Placed to = moving.to();
        departure.remove(() -> steps.cleaned(
                to.cell(), "remove it from " + to.host(), hosts -> hosts.unspawn(departure.cleaning(ARRIVES))));
    }
}
