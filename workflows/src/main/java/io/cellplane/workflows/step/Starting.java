package io.cellplane.workflows.step;

import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.HostStep;
import io.cellplane.temporal.step.Hosts.Powered;
import io.cellplane.temporal.step.Placed;
import io.temporal.workflow.Functions;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a guest run that an attempt has made, off. As long as that was not told, nothing of it runs, and a host that is silent
 * can be left with it. Once it was, nobody else may run a guest of the server until that host has answered or is fenced.
 */
public final class Starting {
    private final Steps steps;
    private final Successor successor;
    private final Phases phases;
    private final int attempt;
    private final Placed at;

    public Starting(Steps steps, Successor successor, Phases phases, int attempt, Placed at) {
        this.steps = steps;
        this.successor = successor;
        this.phases = phases;
        this.attempt = attempt;
        this.at = at;
    }

    /** @return what the host said, however long it was silent; {@code host.absent} when it is fenced */
    public StepResult<Powered> tell() {
        phases.now("starting on " + at.host());
        List<StepResult<Powered>> answers = new ArrayList<>();
        boolean answered = successor.untilFenced(at.host(), () -> {
            answers.add(hosts("start on " + at.host()).start(step()));
            return !Reasons.isHostAbsent(answers.getLast());
        });
        if (answered) {
            successor.orMakeWay();
        }
        return answers.getLast();
    }

    /**
     * Of a guest whose removal its host has not answered: returns when it does not run there.
     *
     * @param removed whether the host has removed it
     * @return whether it is to be owed
     */
    public boolean isOwed(Functions.Func<Boolean> removed) {
        boolean runsNot =
                successor.last(() -> hosts("keep it off on " + at.host()).unstart(step()));
        if (runsNot) {
            return true;
        }
        phases.now("waiting for " + at.host() + ", which may run it");
        return !successor.untilFenced(at.host(), removed);
    }

    private Hosts hosts(String summary) {
        return steps.hosts(at.cell(), Hosts.class, summary);
    }

    private HostStep step() {
        return steps.on(at, steps.step(StepName.START, attempt));
    }
}
