package io.cellplane.workflows.move;

import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.PowerState;
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
import io.cellplane.temporal.step.Records.Failed;
import io.cellplane.workflows.step.EventLog;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Reasons;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Undo;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/**
 * Begin, ask, set aside, activate, restore, settle, destroy, show: eight activities. Until the source has the guest again a
 * refusal, a fence or a successor undoes it, and the server stays in VERIFY_RESIZE; afterwards only forward.
 */
public final class RevertResizeWorkflow implements RevertResize {
    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases = new Phases();
    private final Undo undo = new Undo();
    private final EventLog events = new EventLog();

    public RevertResizeWorkflow(OperationRequest request, Steps steps) {
        this.request = request;
        this.steps = steps;
        this.successor = new Successor(request, steps);
    }

    @Override
    public Ended run(OperationRequest again) {
        return successor.ends(() -> Decided.begin(request, steps, phases, this::revert), undo, phases);
    }

    @Override
    public void nudge() {
        steps.nudge();
    }

    private Ended revert(WayBack way) {
        int power = (way.moving().wasRunning() ? PowerState.RUNNING : PowerState.SHUTDOWN).code();
        if (way.returned()) {
            return forward(way, power);
        }
        StepResult<Hosts.Powered> back = new Return(request, steps, successor, phases, events, way).go(undo);
        Hosts.Powered guest = back.outcome();
        if (!back.isDone() || guest == null) {
            return stays(way, Reasons.of(back));
        }
        undo.forget(); // its source has the guest
        return forward(way, guest.powerState());
    }

    /** As it was in VERIFY_RESIZE, with a fault. */
    private Ended stays(WayBack way, Failed why) {
        events.fail(why.message());
        phases.now("undoing it: " + why.message());
        undo.run();
        phases.now("showing it as it was");
        StepResult<Records.Landed> shown = successor.last(() -> steps.cell(
                        way.moving().to().cell(), MoveRecords.class, "show that it stays")
                .stays(steps.step(StepName.STAYS, 1), way.move(), way.moving(), request.server(), why, events.all()));
        phases.now(shown.isDone() ? "to be confirmed or reverted" : "taken over by a repair");
        return shown.isDone() ? Ended.FAILED : Ended.NOTHING;
    }

    private Ended forward(WayBack way, int power) {
        Moving moving = way.moving();
        Placed from = moving.from();
        Placed to = moving.to();
        List<Owed> owed = new ArrayList<>();
        steps.control(Ports.class, "drop the other bindings")
                .settle(steps.step(StepName.RETURNED, 1), request.server(), from.host());
        if (moving.isAcrossCells()) {
            phases.now("bringing its records back to " + from.cell());
            cutBack(moving);
        }
        phases.now("removing it from " + to.host());
        if (!isRid(moving)) {
            phases.now("nobody answers on " + to.host() + ": its guest becomes a debt");
            owed.add(
                    moving.isSameHost()
                            ? Owed.discard(to.cell(), to.host(), to.generation(), request.operation(), 1)
                            : Owed.guest(to.cell(), to.host(), to.generation(), to.placing()));
        }
        events.succeed();
        if (moving.isAcrossCells()) {
            new LostCopy(to.cell(), to.generation()).erase(request.server(), steps, phases, owed);
        }
        phases.now("showing it as it was");
        StepResult<Records.Landed> shown =
                successor.last(() -> steps.cell(from.cell(), MoveRecords.class, "show it reverted")
                        .reverted(
                                steps.step(StepName.REVERTED, 1),
                                way.move(),
                                moving,
                                request.server(),
                                power,
                                owed,
                                events.all()));
        phases.now(shown.isDone() ? "reverted" : "taken over by a repair");
        return shown.isDone() ? Ended.DONE : Ended.NOTHING;
    }

    /** Where source and destination are one, only what was set aside goes. */
    private boolean isRid(Moving moving) {
        Placed to = moving.to();
        StepName name = moving.isSameHost() ? StepName.DISCARD : StepName.DESTROY;
        HostStep step = steps.cleaning(to, steps.step(name, 1));
        return steps.cleaned(
                to.cell(),
                "remove it from " + to.host(),
                hosts -> moving.isSameHost() ? hosts.discard(step, request.operation()) : hosts.destroy(step));
    }

    /** What was changed since the move is merged into the copy that was left, and that one counts again. */
    private void cutBack(Moving moving) {
        Placed from = moving.from();
        Placed to = moving.to();
        Course course = new Course(request.operation(), request.server(), to.cell(), from.cell(), to.generation());
        StepResult<Arrival> _ =
                successor.last(() -> steps.control(from.cell(), CellMoves.class, "merge into " + from.cell())
                        .merge(course, 1, from.generation()));
        for (int cut = 1; cut(course, cut) == Cut.LATER; cut++) {
            Workflow.sleep(steps.patience().steps().retryMost());
        }
    }

    private Cut cut(Course course, int number) {
        return successor.last(() -> steps.control(course.to(), CellMoves.class, "cut over to " + course.to())
                .cutOver(course, number));
    }
}
