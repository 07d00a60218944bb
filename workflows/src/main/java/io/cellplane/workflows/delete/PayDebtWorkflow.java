package io.cellplane.workflows.delete;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.temporal.flow.PayDebt;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Records;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;

/** Fence and destroy, or erase; then settle. What does not answer is left to the janitor's next round. */
public final class PayDebtWorkflow implements PayDebt {
    private final Patience patience;

    public PayDebtWorkflow(Patience patience) {
        this.patience = patience;
    }

    @Override
    public boolean run(Debt debt) {
        Steps steps = new Steps(patience, debt.server(), debt.requestId(), debt.operation());
        Owed owed = debt.owed();
        String host = owed.host();
        Phases phases = new Phases();
        phases.now(host == null ? "erasing the record in " + owed.cell() : "destroying on " + host);
        if (!(host == null ? erase(debt, steps) : destroy(debt, steps, host))) {
            phases.now("no answer: tried again later");
            return false;
        }
        steps.control(Lane.class, "settle").settle(debt.id());
        phases.now("paid");
        return true;
    }

    private static boolean destroy(Debt debt, Steps steps, String host) {
        Owed owed = debt.owed();
        // A step of its own for each payment: what an earlier one did is not known here.
        Step step = StepName.DESTROY.of(Workflow.randomUUID(), 1);
        return steps.hosts(owed.cell(), Hosts.class, "fence off and destroy on " + host)
                .clear(steps.cleaning(owed.cell(), host, owed.generation(), step), debt.operation());
    }

    private static boolean erase(Debt debt, Steps steps) {
        String cell = debt.owed().cell();
        try {
            steps.cellOrDebt(cell, Records.class, "erase the record").erase(debt.operation(), cell, debt.server());
            return true;
        } catch (ActivityFailure away) {
            return false;
        }
    }
}
