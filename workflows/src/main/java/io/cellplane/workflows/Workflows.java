package io.cellplane.workflows;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.temporal.flow.AttachInterface;
import io.cellplane.temporal.flow.BootServer;
import io.cellplane.temporal.flow.ConfirmResize;
import io.cellplane.temporal.flow.DeleteServer;
import io.cellplane.temporal.flow.DetachInterface;
import io.cellplane.temporal.flow.PayDebt;
import io.cellplane.temporal.flow.PowerServer;
import io.cellplane.temporal.flow.RepairServer;
import io.cellplane.temporal.flow.ResetServer;
import io.cellplane.temporal.flow.ResizeServer;
import io.cellplane.temporal.flow.RevertResize;
import io.cellplane.workflows.boot.BootRepair;
import io.cellplane.workflows.boot.BootServerWorkflow;
import io.cellplane.workflows.delete.DeleteRepair;
import io.cellplane.workflows.delete.DeleteServerWorkflow;
import io.cellplane.workflows.delete.PayDebtWorkflow;
import io.cellplane.workflows.device.AttachInterfaceWorkflow;
import io.cellplane.workflows.device.DetachInterfaceWorkflow;
import io.cellplane.workflows.move.ConfirmResizeWorkflow;
import io.cellplane.workflows.move.MoveRepair;
import io.cellplane.workflows.move.ResizeServerWorkflow;
import io.cellplane.workflows.move.RevertResizeWorkflow;
import io.cellplane.workflows.power.PowerServerWorkflow;
import io.cellplane.workflows.reset.ResetServerWorkflow;
import io.temporal.worker.NonDeterministicException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Every workflow there is. A run is as patient as the worker that has it: durations are no part of its history's commands,
 * so that another worker, with other settings, goes on with it.
 */
public final class Workflows {
    private static final List<WorkflowType<?>> TYPES = List.of(
            new WorkflowType<>(BootServer.class, BootServerWorkflow::new, BootServer::run).repairedBy(BootRepair::run),
            new WorkflowType<>(DeleteServer.class, DeleteServerWorkflow::new, DeleteServer::run)
                    .repairedBy(DeleteRepair::run),
            new WorkflowType<>(PowerServer.class, PowerServerWorkflow::new, PowerServer::run),
            new WorkflowType<>(ResizeServer.class, ResizeServerWorkflow::new, ResizeServer::run)
                    .repairedBy(MoveRepair::run),
            new WorkflowType<>(ConfirmResize.class, ConfirmResizeWorkflow::new, ConfirmResize::run),
            new WorkflowType<>(RevertResize.class, RevertResizeWorkflow::new, RevertResize::run),
            new WorkflowType<>(ResetServer.class, ResetServerWorkflow::new, ResetServer::run),
            new WorkflowType<>(AttachInterface.class, AttachInterfaceWorkflow::new, AttachInterface::run),
            new WorkflowType<>(DetachInterface.class, DetachInterfaceWorkflow::new, DetachInterface::run),
            new WorkflowType<>(RepairServer.class, RepairServerWorkflow::new, RepairServer::run));

    /**
     * A run whose code has changed under it fails, where it would stand still: it is begun again from its first step, and the
     * ledgers answer what was done.
     */
    static final WorkflowImplementationOptions OPTIONS = WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(NonDeterministicException.class)
            .build();

    private Workflows() {}

    public static void register(Worker worker, Patience patience) {
        TYPES.forEach(type -> type.register(worker, patience));
        worker.registerWorkflowImplementationFactory(PayDebt.class, () -> new PayDebtWorkflow(patience), OPTIONS);
    }

    /** The names of those that carry an operation out, or repair it. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        TYPES.forEach(type -> names.add(type.name()));
        return names;
    }

    /** What carries operations of that kind out. */
    static WorkflowType<?> of(Kind kind) {
        for (WorkflowType<?> type : TYPES) {
            if (type.name().equals(kind.flow().type())) {
                return type;
            }
        }
        throw new IllegalArgumentException("no workflow carries " + kind + " out");
    }
}
