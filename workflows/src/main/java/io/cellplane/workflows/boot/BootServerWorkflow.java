package io.cellplane.workflows.boot;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.BootServer;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.SearchKeys;
import io.cellplane.temporal.step.CellMoves;
import io.cellplane.temporal.step.CellMoves.Course;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Placement;
import io.cellplane.temporal.step.Ports;
import io.cellplane.temporal.step.Records;
import io.cellplane.temporal.step.Records.Failed;
import io.cellplane.temporal.step.Snapshots;
import io.cellplane.workflows.move.Crossing;
import io.cellplane.workflows.step.Attempt;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Reasons;
import io.cellplane.workflows.step.Starting;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Undo;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Place, ports, land, spawn, start, finish: six activities when all goes well. A host that fails is undone and the next one
 * is tried; in another cell the records go there first. A successor stops it at any step before the last.
 */
public final class BootServerWorkflow implements BootServer {
    /** Where a server is shown that no cell has. */
    public static final String CELL0 = "cell0";

    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Undo undo = new Undo();
    private final Phases phases = new Phases();
    private final List<String> tried = new ArrayList<>();
    private @Nullable String cell;
    private boolean landed;
    private Failed reason = new Failed(Failure.YIELDED.type(), Failure.YIELDED.text(), "");

    public BootServerWorkflow(OperationRequest request, Steps steps) {
        this.request = request;
        this.steps = steps;
        this.successor = new Successor(request, steps);
    }

    @Override
    public void nudge() {
        steps.nudge();
    }

    @Override
    public Ended run(OperationRequest again) {
        return successor.ends(this::boot, undo, phases);
    }

    private Ended boot() {
        Failed why = exhausted();
        for (int attempt = 1; attempt <= request.maxAttempts(); attempt++) {
            switch (attempt(attempt)) {
                case Attempt.Over over -> {
                    return over.how();
                }
                case Attempt.Stop stop -> {
                    reason = stop.why();
                    undo.run();
                    return fail(stop.why());
                }
                case Attempt.Next next -> {
                    phase("undoing attempt " + attempt + ": " + next.why().message());
                    reason = next.why();
                    undo.run();
                    why = exhausted();
                }
            }
        }
        return fail(why);
    }

    private Attempt attempt(int attempt) {
        phase("placing, attempt " + attempt);
        undo.with(
                "give the claim back",
                () -> steps.control(Placement.class, "give the claim back")
                        .unplace(steps.step(StepName.PLACE, attempt), request.server()));
        StepResult<Placed> placed = successor.unless(() -> steps.control(Placement.class, "choose and claim a host")
                .place(new Placement.Search(
                        steps.step(StepName.PLACE, attempt), request.server(), List.copyOf(tried))));
        Placed place = placed.outcome();
        if (place != null) {
            landed |= place.from() != null;
            cell = place.from() != null ? place.from() : landed ? cell : place.cell();
            tried.add(place.host());
        }
        if (!placed.isDone() || place == null) {
            return unplaced(placed);
        }
        Workflow.upsertTypedSearchAttributes(SearchKeys.CELL.valueSet(place.cell()));
        Attempt kept = place.from() == null ? null : bring(attempt, place, place.from());
        if (kept != null) {
            return kept;
        }

        phase("ports on " + place.host());
        undo.with(
                "release the ports",
                () -> steps.control(Ports.class, "release the ports")
                        .release(steps.step(StepName.PORTS, attempt), request.server()));
        StepResult<Ports.Bound> bound = successor.unless(() -> steps.control(Ports.class, "bind to " + place.host())
                .bind(steps.step(StepName.PORTS, attempt), request.server(), place.host()));
        if (bound.verdict() == StepResult.Verdict.UNDONE) {
            return undoneBefore(bound);
        }
        if (!bound.isDone()) {
            boolean elsewhere = Failure.PORT_UNBOUND.type().equals(bound.failure());
            Failed why = Reasons.of(bound);
            return Attempt.ended(bound, elsewhere ? new Attempt.Next(why) : new Attempt.Stop(why));
        }

        phase("landing in " + place.cell());
        undo.with(
                "take the host out of the record",
                () -> successor.last(() -> steps.cell(place.cell(), Records.class, "unland")
                        .unland(steps.step(StepName.LAND, attempt), place, request.server(), reason)));
        Records.Landing record = new Records.Landing(
                steps.step(StepName.LAND, attempt),
                request.server(),
                place,
                bound.orRefuse().ports());
        StepResult<Records.Landed> landing = land(record);
        if (landing == null) {
            return owesRecord(place);
        }
        landed |= landing.outcome() != null;
        if (!landing.isDone()) {
            return Attempt.ended(landing, new Attempt.Next(Reasons.of(landing)));
        }
        Records.Landed there = landing.outcome();
        if (there == null || !there.fetches()) {
            return spawn(attempt, place, (hosts, step) -> hosts.spawn(step));
        }
        phase("opening its image for " + place.host());
        StepResult<Snapshots.Own> image =
                successor.unless(() -> steps.control(Snapshots.class, "let " + place.host() + " read its image")
                        .openOwn(
                                steps.step(StepName.IMAGE, attempt),
                                request.server(),
                                steps.patience().deadlines().move()));
        return image.isDone()
                ? spawn(attempt, place, (hosts, step) -> hosts.spawnOwn(step, image.orRefuse()))
                : Attempt.ended(image, new Attempt.Stop(Reasons.of(image)));
    }

    /** @return null when the cell does not answer, and the server is not there */
    private @Nullable StepResult<Records.Landed> land(Records.Landing record) {
        String there = record.place().cell();
        try {
            return successor.unless(() ->
                    steps.cellOrDebt(there, Records.class, "land in " + there).land(record));
        } catch (ActivityFailure away) {
            Lane.Held held = steps.control(Lane.class, "give the landing up, if it does not count")
                    .giveUp(record.step(), request.server());
            if (!there.equals(held.cell())) {
                return null;
            }
        }
        // It counts there already, so that only this cell can tell of it.
        return successor.unless(
                () -> steps.cell(there, Records.class, "land in " + there).land(record));
    }

    /** Its cell does not answer: the next host is in another one. */
    private Attempt owesRecord(Placed place) {
        undo.forgetLast();
        undo.with("leave its record as a debt", () -> {
            phase(place.cell() + " does not answer: its record becomes a debt");
            steps.control(Lane.class, "leave a debt")
                    .owe(request.operation(), Owed.record(place.cell(), place.generation()));
        });
        return new Attempt.Next(new Failed(
                Failure.SERVER_CELL_AWAY.type(),
                Failure.SERVER_CELL_AWAY.text().formatted("create", request.server()),
                ""));
    }

    /**
     * Brings the records into the cell of the host; they stay there whatever comes of the attempt.
     *
     * @return null when they are there
     */
    private @Nullable Attempt bring(int attempt, Placed place, String from) {
        Course course = new Course(request.operation(), request.server(), from, place.cell(), place.before());
        Crossing crossing = new Crossing(steps, successor, phases, course, attempt);
        undo.with("keep its records in one cell", () -> settle(place.cell()));
        StepResult<CellMoves.Arrival> copied = crossing.copy();
        if (copied.verdict() == StepResult.Verdict.UNDONE) {
            return undoneBefore(copied);
        }
        if (!copied.isDone()) {
            return Attempt.ended(copied, new Attempt.Next(Reasons.of(copied)));
        }
        if (!crossing.cutOver()) {
            return new Attempt.Next(new Failed(Failure.CUTOVER.type(), Failure.CUTOVER.text(), ""));
        }
        cell = place.cell();
        phase("erasing the copy in " + from);
        settle(place.cell());
        undo.forgetLast();
        return null;
    }

    private void settle(String into) {
        successor.last(() -> steps.control(into, CellMoves.class, "leave its records in one cell")
                .settle(request.server(), into));
    }

    private Attempt spawn(
            int attempt, Placed place, Functions.Func2<Hosts, Hosts.HostStep, StepResult<Hosts.Powered>> make) {
        phase("spawning on " + place.host());
        Hosts.HostStep onHost = steps.on(place, steps.step(StepName.SPAWN, attempt));
        Starting starting = new Starting(steps, successor, phases, attempt, place);
        Functions.Func<Boolean> removed = () -> steps.cleaned(
                place.cell(),
                "destroy on " + place.host(),
                hosts -> hosts.unspawn(steps.cleaning(place, onHost.step())));
        undo.with("destroy the guest", () -> {
            if (!removed.apply()) {
                leave(place, starting, removed);
            }
        });
        StepResult<Hosts.Powered> spawned = successor.orStop(
                () -> make.apply(steps.hosts(place.cell(), Hosts.class, "spawn on " + place.host()), onHost));
        if (Reasons.isHostAbsent(spawned)) {
            // It was silent for long: to ask it again now would only hold the boot.
            undo.forgetLast();
            undo.with("leave its guest as a debt", () -> leave(place, starting, removed));
        }
        StepResult<Hosts.Powered> started = spawned.isDone() ? starting.tell() : spawned;
        Hosts.Powered guest = started.outcome();
        if (!started.isDone() || guest == null) {
            return Attempt.ended(started, new Attempt.Next(Reasons.of(started)));
        }
        phase("finishing");
        undo.forget(); // the guest runs: from here the boot only goes forward
        StepResult<Records.Landed> finished =
                successor.last(() -> steps.cell(place.cell(), Records.class, "show it active")
                        .finish(steps.step(StepName.FINISH, attempt), place, request.server(), guest.powerState()));
        phase(finished.isDone() ? "active on " + place.host() : "taken over by a repair");
        return new Attempt.Over(finished.isDone() ? Ended.DONE : Ended.NOTHING);
    }

    private void leave(Placed place, Starting starting, Functions.Func<Boolean> removed) {
        if (!starting.isOwed(removed)) {
            return;
        }
        phase("nobody answers on " + place.host() + ": its guest becomes a debt");
        steps.control(Lane.class, "leave a debt")
                .owe(request.operation(), Owed.guest(place.cell(), place.host(), place.generation(), place.placing()));
    }

    /** No host: what this means depends on whether the server has a record yet. */
    private Attempt unplaced(StepResult<Placed> placed) {
        return placed.verdict() == StepResult.Verdict.UNDONE
                ? undoneBefore(placed)
                : Attempt.ended(placed, new Attempt.Stop(landed ? exhausted() : Reasons.of(placed)));
    }

    /** An earlier run, whose history is lost, has undone this attempt; it may have left a record in a cell. */
    private Attempt undoneBefore(StepResult<?> result) {
        Lane.Held held = steps.control(Lane.class, "where is the record?").begin(request.operation(), request.server());
        if (held.cell() != null) {
            cell = held.cell();
            landed = true;
        }
        return new Attempt.Next(Reasons.of(result));
    }

    private Failed exhausted() {
        return new Failed(
                Failure.RETRIES_EXCEEDED.type(),
                Failure.RETRIES_EXCEEDED.text().formatted(request.server()),
                reason.message());
    }

    private Ended fail(Failed why) {
        boolean nowhere = !landed && Failure.NO_VALID_HOST.type().equals(why.failure());
        String grave = nowhere || cell == null ? CELL0 : cell;
        phase("failed: " + why.message());
        successor.last(() -> steps.cell(grave, Records.class, "show it in error")
                .fail(steps.step(StepName.FAIL, 1), request.operation(), grave, request.server(), why));
        return Ended.FAILED;
    }

    private void phase(String now) {
        phases.now(now);
    }
}
