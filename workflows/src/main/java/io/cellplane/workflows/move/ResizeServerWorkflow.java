package io.cellplane.workflows.move;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.ResizeServer;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Lane.Held;
import io.cellplane.temporal.step.MoveRecords;
import io.cellplane.temporal.step.Moves;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Records;
import io.cellplane.temporal.step.Records.Failed;
import io.cellplane.workflows.step.Attempt;
import io.cellplane.workflows.step.Beside;
import io.cellplane.workflows.step.EventLog;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Reasons;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Undo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Begin, aim, bind, leave, activate, receive, start, show: eight activities when all goes well within a cell, thirteen into
 * another. A destination that fails is undone, the server runs again where it was, and the next one is tried, in whatever cell.
 */
public final class ResizeServerWorkflow implements ResizeServer {
    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Undo undo = new Undo();
    private final Phases phases = new Phases();
    private final EventLog events = new EventLog();
    private final List<String> tried = new ArrayList<>();
    private @Nullable Departure last;

    public ResizeServerWorkflow(OperationRequest request, Steps steps) {
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
        return successor.ends(this::resize, undo, phases);
    }

    private Ended resize() {
        phases.now("beginning");
        Held at = steps.control(Lane.class, "begin").begin(request.operation(), request.server());
        String cell = at.cell();
        if (!at.begun() || cell == null) {
            phases.now("it was taken back, or is over");
            return Ended.NOTHING;
        }
        new Beside(request, steps, successor, phases).over(at);
        return resize(cell, at.generation());
    }

    private Ended resize(String cell, long generation) {
        Failed why = null;
        for (int attempt = 1; attempt <= request.maxAttempts(); attempt++) {
            switch (attempt(attempt, cell)) {
                case Attempt.Over over -> {
                    return over.how();
                }
                case Attempt.Stop stop -> {
                    undo.run();
                    return fail(cell, generation, why == null ? stop.why() : exhausted(why));
                }
                case Attempt.Next next -> {
                    events.fail(next.why().message());
                    phases.now("undoing attempt " + attempt + ": " + next.why().message());
                    undo.run();
                    why = next.why();
                    if (isStranded()) {
                        successor.orMakeWay();
                        return fail(cell, generation, why);
                    }
                }
            }
        }
        return fail(cell, generation, exhausted(why));
    }

    private Attempt attempt(int attempt, String cell) {
        phases.now("choosing a destination, attempt " + attempt);
        undo.with(
                "hold what it held before",
                () -> steps.control(Moves.class, "hold what it held before")
                        .unaim(steps.step(StepName.AIM, attempt), request.server()));
        StepResult<Moving> aimed =
                successor.unless(() -> steps.control(cell, Moves.class, "choose and claim a destination")
                        .aim(steps.step(StepName.AIM, attempt), request.server(), List.copyOf(tried)));
        Moving moving = aimed.outcome();
        if (moving != null) {
            tried.add(moving.to().host());
        }
        if (!aimed.isDone() || moving == null) {
            return Attempt.ended(
                    aimed,
                    aimed.verdict() == StepResult.Verdict.UNDONE
                            ? new Attempt.Next(Reasons.of(aimed))
                            : new Attempt.Stop(Reasons.of(aimed)));
        }
        events.next(
                moving.isAcrossCells() ? ActionEvent.PREPARE_ACROSS : ActionEvent.PREPARE,
                attempt,
                moving.to().host());
        Departure departure = new Departure(request, steps, successor, phases, events, attempt, moving);
        last = departure;
        MoveAcrossCells across = moving.isAcrossCells()
                ? new MoveAcrossCells(request, steps, successor, phases, events, departure)
                : null;
        StepResult<Integer> arrived = across != null
                ? across.go(undo)
                : new MoveInCell(request, steps, successor, phases, events, departure).go(undo);
        Integer power = arrived.outcome();
        if (!arrived.isDone() || power == null) {
            return Attempt.ended(arrived, new Attempt.Next(Reasons.of(arrived)));
        }
        undo.forget(); // it is at its destination: from here the move only goes forward
        events.succeed();
        phases.now("showing it in VERIFY_RESIZE");
        StepResult<Records.Landed> shown =
                successor.last(() -> steps.cell(moving.to().cell(), MoveRecords.class, "show it resized")
                        .resized(
                                steps.step(StepName.RESIZED, attempt),
                                request.operation(),
                                moving,
                                request.server(),
                                power,
                                events.all()));
        if (across != null) {
            across.clean();
        }
        phases.now(shown.isDone() ? "to be confirmed or reverted" : "taken over by a repair");
        return new Attempt.Over(shown.isDone() ? Ended.DONE : Ended.NOTHING);
    }

    private Failed exhausted(@Nullable Failed why) {
        return new Failed(
                Failure.RETRIES_EXCEEDED.type(),
                Failure.RETRIES_EXCEEDED.text().formatted(request.server()),
                why == null ? "" : why.message());
    }

    private boolean isStranded() {
        return last != null && last.isStranded();
    }

    /** It is as it was, or in error where its source still keeps it, and carries a fault. */
    private Ended fail(String cell, long generation, Failed why) {
        phases.now("failed: " + why.message());
        Placed at = last == null ? null : last.moving().from();
        Records.Ending ending = new Records.Ending(
                steps.step(StepName.END, 1),
                request.operation(),
                request.server(),
                at == null ? cell : at.cell(),
                at == null ? generation : at.generation(),
                at == null ? null : at.host(),
                isStranded() ? VmState.ERROR : null,
                isStranded() ? PowerState.NOSTATE.code() : null,
                why,
                events.all());
        successor.last(() -> steps.cell(ending.cell(), Records.class, "show that it could not be done")
                .end(ending));
        return Ended.FAILED;
    }
}
