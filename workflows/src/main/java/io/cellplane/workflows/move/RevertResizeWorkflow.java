package io.cellplane.workflows.move;

import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.RevertResize;
import io.cellplane.temporal.step.CellMoves;
import io.cellplane.temporal.step.CellMoves.Arrival;
import io.cellplane.temporal.step.CellMoves.Course;
import io.cellplane.temporal.step.CellMoves.Cut;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.HostStep;
import io.cellplane.temporal.step.MoveRecords;
import io.cellplane.temporal.step.Moves.WayBack;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Ports;
import io.cellplane.temporal.step.Records;
import io.cellplane.workflows.step.EventLog;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Reasons;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Successor.Wait;
import io.cellplane.workflows.step.Undo;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/**
 * Begin, remove from the destination, activate, restore, unbind, show: only forward. Two guests of one server must never
 * run, so the source waits until the destination is rid of its own, or is fenced.
 */
public final class RevertResizeWorkflow implements RevertResize {
    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases = new Phases();

    public RevertResizeWorkflow(OperationRequest request, Steps steps) {
        this.request = request;
        this.steps = steps;
        this.successor = new Successor(request, steps);
    }

    @Override
    public Ended run(OperationRequest again) {
        return successor.ends(() -> Decided.begin(request, steps, phases, this::revert), new Undo(), phases);
    }

    private Ended revert(WayBack way) {
        Moving moving = way.moving();
        Placed from = moving.from();
        Placed to = moving.to();
        List<Owed> owed = new ArrayList<>();

        EventLog events = new EventLog();
        boolean across = moving.isAcrossCells();
        events.next(across ? ActionEvent.REVERT_AT_DEST : ActionEvent.REVERT, 1, to.host());
        phases.now("removing it from " + to.host());
        if (until(to.host(), () -> removed(way)) == Wait.FENCED) {
            phases.now(to.host() + " is fenced: its guest becomes a debt");
            events.fail(to.host() + " is fenced: its guest is owed");
            owed.add(new Owed(to.cell(), to.host(), to.generation()));
        }
        events.succeed();
        if (across) {
            phases.now("bringing its records back to " + from.cell());
            bringBack(moving);
        }
        events.next(across ? ActionEvent.RETURN_ACROSS : ActionEvent.RETURN, 1, from.host());
        phases.now("bringing it back on " + from.host());
        steps.control(Ports.class, "activate on " + from.host())
                .activate(steps.step(StepName.ACTIVATE, 1), request.server(), from.host());
        StepResult<Hosts.Powered> restored = restore(way);
        steps.control(Ports.class, "drop the other bindings").dropBindings(request.server(), from.host());

        if (!restored.isDone()) {
            events.fail(Reasons.of(restored).message());
        }
        if (Reasons.isHostAbsent(restored)) {
            phases.now(from.host() + " is fenced: that it comes back becomes a debt");
            owed.add(Owed.comeBack(from.cell(), from.host(), moving.back().generation(), way.move(), way.attempt()));
        }
        events.succeed();
        if (across) {
            new LostCopy(to.cell(), to.generation()).erase(request.server(), steps, phases, owed);
        }
        phases.now("showing it as it was");
        Hosts.Powered guest = restored.outcome();
        StepResult<Records.Landed> shown =
                successor.last(() -> steps.cell(from.cell(), MoveRecords.class, "show it reverted")
                        .reverted(
                                steps.step(StepName.REVERTED, 1),
                                way.move(),
                                moving,
                                request.server(),
                                guest == null ? null : guest.powerState(),
                                guest == null ? Reasons.of(restored) : null,
                                owed,
                                events.all()));
        phases.now(shown.isDone() ? "reverted" : "taken over by a repair");
        return !shown.isDone() ? Ended.NOTHING : guest == null ? Ended.FAILED : Ended.DONE;
    }

    /** Only a delete comes over it: any other successor needs the server to have one place again. */
    private Wait until(String host, Functions.Func<Boolean> over) {
        Wait wait = successor.until(host, over);
        while (wait == Wait.SUCCEEDED) {
            wait = successor.until(host, over);
        }
        return wait;
    }

    private boolean removed(WayBack way) {
        Placed to = way.moving().to();
        Hosts hosts = steps.hosts(to.cell(), Hosts.class, "remove it from " + to.host());
        boolean across = way.moving().isAcrossCells();
        StepName arrives = across ? MoveAcrossCells.ARRIVES : MoveInCell.ARRIVES;
        HostStep step = steps.cleaning(to.cell(), to.host(), to.generation(), arrives.of(way.move(), way.attempt()));
        return across ? hosts.unspawn(step) : hosts.unreceive(step);
    }

    /** What was changed since the move is merged into the copy that was left, and that one counts again. */
    private void bringBack(Moving moving) {
        Placed from = moving.from();
        Placed to = moving.to();
        Course course = new Course(request.operation(), request.server(), to.cell(), from.cell(), to.generation());
        StepResult<Arrival> _ = successor.last(() ->
                steps.control(CellMoves.class, "merge into " + from.cell()).merge(course, 1, from.generation()));
        for (int cut = 1; cut(course, cut) == Cut.LATER; cut++) {
            Workflow.sleep(steps.patience().steps().retryMost());
        }
    }

    private Cut cut(Course course, int number) {
        return successor.last(() ->
                steps.control(CellMoves.class, "cut over to " + course.to()).cutOver(course, number));
    }

    /**
     * Only the source can refuse it; one that is silent is waited for, since nobody else has the guest.
     *
     * @return refused {@code host.absent} when it is fenced
     */
    private StepResult<Hosts.Powered> restore(WayBack way) {
        Placed from = way.moving().back();
        HostStep step = steps.on(from.cell(), from.host(), from.generation(), steps.step(StepName.RESTORE, 1));
        List<StepResult<Hosts.Powered>> answers = new ArrayList<>();
        Wait _ = until(from.host(), () -> {
            answers.add(steps.hosts(from.cell(), Hosts.class, "restore on " + from.host())
                    .restore(step, way.move(), way.moving().wasRunning()));
            return !Reasons.isHostAbsent(answers.getLast());
        });
        return answers.getLast();
    }

    @Override
    public void nudge() {
        steps.nudge();
    }
}
