package io.cellplane.workflows.device;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.HostStep;
import io.cellplane.temporal.step.Hosts.Plugged;
import io.cellplane.temporal.step.Lane.Held;
import io.cellplane.temporal.step.Lane.Place;
import io.cellplane.temporal.step.Records;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Reasons;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Successor.Wait;
import io.temporal.workflow.Functions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What attaching and detaching have in common: the server's host is told, however long it is silent, then it is shown. */
final class Attaching {
    final Place place;
    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases;
    private final Held held;

    Attaching(OperationRequest request, Steps steps, Successor successor, Phases phases, Held held) {
        this.request = request;
        this.steps = steps;
        this.successor = successor;
        this.phases = phases;
        this.held = held;
        this.place = held.places().getFirst();
    }

    /**
     * How the host was told.
     *
     * @param answer the last one; absent when it was not waited for any longer
     */
    record Told(Wait how, StepResult<Plugged> answer) {}

    Told tell(String what, Functions.Func1<Hosts, StepResult<Plugged>> command) {
        phases.now(what + " on " + place.host());
        List<StepResult<Plugged>> answers = new ArrayList<>();
        Wait wait = successor.until(place.host(), () -> {
            answers.add(command.apply(steps.hosts(place.cell(), Hosts.class, what + " on " + place.host())));
            return !Reasons.isHostAbsent(answers.getLast());
        });
        return new Told(
                wait,
                answers.isEmpty() ? StepResult.refused(Failure.HOST_ABSENT, "its cell is silent") : answers.getLast());
    }

    HostStep on(Step step) {
        return steps.on(place.cell(), place.host(), held.generation(), held.placing(), step);
    }

    HostStep cleaning(Step step) {
        return steps.cleaning(place.cell(), place.host(), held.generation(), held.placing(), step);
    }

    /** @param answer why it could not be done; null when it was */
    Records.Ending ending(@Nullable StepResult<?> answer) {
        return new Records.Ending(
                steps.step(StepName.END, 1),
                request.operation(),
                request.server(),
                place.cell(),
                held.generation(),
                place.host(),
                null,
                null,
                answer == null ? null : Reasons.of(answer),
                List.of());
    }

    StepResult<Records.Landed> fails(StepResult<?> answer) {
        phases.now("refused: " + answer.message());
        return shows(records -> records.end(ending(answer)));
    }

    StepResult<Records.Landed> shows(Functions.Func1<Records, StepResult<Records.Landed>> what) {
        return successor.last(() -> what.apply(steps.cell(place.cell(), Records.class, "show it")));
    }
}
