package io.cellplane.temporal.flow;

import io.cellplane.contracts.operation.Kind;
import java.util.UUID;

/** How an operator finds the workflow of an operation. */
public final class WorkflowIds {
    private WorkflowIds() {}

    public static String of(UUID server, Kind kind, UUID operation) {
        return "server/" + server + "/" + kind.token() + "/" + operation;
    }

    public static String repair(UUID server, UUID operation) {
        return "server/" + server + "/repair/" + operation;
    }

    /** One for each debt. */
    public static String debt(UUID server, UUID debt) {
        return "server/" + server + "/debt/" + debt;
    }
}
