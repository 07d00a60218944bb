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
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;

/**
 * Look whether it is owed still, then fence and destroy, discard, bring back or erase; then settle. What does not answer is
 * left to the janitor's next round.
 */
public final class PayDebtWorkflow implements PayDebt {
    private final Patience patience;

    public PayDebtWorkflow(Patience patience) {
        this.patience = patience;
    }

    @Override
    public boolean run(Debt debt) {
        Steps steps = new Steps(patience, debt.server(), debt.requestId(), debt.operation());
        Phases phases = new Phases();
        Lane lane = steps.control(Lane.class, "is it owed still?");
        if (!lane.isOwed(debt.id())) {
            phases.now("it is paid, or void");
            return true;
        }
        if (!pay(debt, steps, phases)) {
            phases.now("no answer: tried again later");
            return false;
        }
        steps.control(Lane.class, "settle").settle(debt.id(), debt.owed().placing());
        phases.now("paid");
        return true;
    }

    private static boolean pay(Debt debt, Steps steps, Phases phases) {
        Owed owed = debt.owed();
        String host = owed.host();
        Owed.Kept kept = owed.kept();
        if (host == null) {
            phases.now("erasing the record in " + owed.cell());
            return erase(debt, steps);
        }
        if (kept == null) {
            phases.now("destroying on " + host);
            return told(debt, steps, host, (hosts, step) -> hosts.clear(step, debt.operation()));
        }
        return switch (kept.fate()) {
            case COMES_BACK -> {
                phases.now("bringing it back on " + host);
                yield cameBack(debt, steps, host, kept);
            }
            case KEPT_AGAIN -> {
                phases.now("keeping it on " + host + " again");
                yield undone(debt, steps, host, kept, StepName.RESTORE, Hosts::unrestore);
            }
            case DISCARDED -> {
                phases.now("discarding what " + host + " keeps");
                yield told(debt, steps, host, (hosts, step) -> hosts.discard(step, kept.operation()));
            }
        };
    }

    /** In a step of its own for each payment: what an earlier one did is not known here. */
    private static boolean told(
            Debt debt, Steps steps, String host, Functions.Func2<Hosts, Hosts.HostStep, Boolean> what) {
        Owed owed = debt.owed();
        Step step = StepName.DESTROY.of(Workflow.randomUUID(), 1);
        Hosts.HostStep onHost = steps.cleaning(owed.cell(), host, owed.generation(), owed.placing(), step);
        return steps.cleaned(owed.cell(), "pay on " + host, hosts -> what.apply(hosts, onHost));
    }

    /** First what arrived there, if anything: a move may have gone to the host where it came from. */
    private static boolean cameBack(Debt debt, Steps steps, String host, Owed.Kept kept) {
        return undone(debt, steps, host, kept, StepName.RECEIVE, Hosts::unreceive)
                && undone(debt, steps, host, kept, StepName.LEAVE, Hosts::unleave);
    }

    private static boolean undone(
            Debt debt,
            Steps steps,
            String host,
            Owed.Kept kept,
            StepName name,
            Functions.Func2<Hosts, Hosts.HostStep, Boolean> undo) {
        Owed owed = debt.owed();
        Hosts.HostStep step = steps.cleaning(
                owed.cell(), host, owed.generation(), owed.placing(), name.of(kept.operation(), kept.attempt()));
        return steps.cleaned(owed.cell(), "pay on " + host, hosts -> undo.apply(hosts, step));
    }

    private static boolean erase(Debt debt, Steps steps) {
        String cell = debt.owed().cell();
        try {
            return steps.cellOrDebt(cell, Records.class, "erase the record")
                    .erase(debt.operation(), cell, debt.server());
        } catch (ActivityFailure away) {
            return false;
        }
    }
}
