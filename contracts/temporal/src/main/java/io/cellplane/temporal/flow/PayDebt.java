package io.cellplane.temporal.flow;

import io.cellplane.contracts.operation.Owed;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.UUID;

/** Rids a host or a cell of what was left there while it did not answer. The debt's row is the truth; this may be repeated. */
@WorkflowInterface
public interface PayDebt {

    /** @return whether it is paid; else the host fell silent again, and the janitor comes back */
    @WorkflowMethod
    boolean run(Debt debt);

    /**
     * The row.
     *
     * @param operation fenced off first
     */
    record Debt(UUID id, UUID operation, UUID server, Owed owed, String requestId) {}
}
