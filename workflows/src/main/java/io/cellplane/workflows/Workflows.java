package io.cellplane.workflows;

import io.cellplane.contracts.Patience;
import io.cellplane.temporal.flow.BootServer;
import io.cellplane.temporal.flow.ConfirmResize;
import io.cellplane.temporal.flow.DeleteServer;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.PayDebt;
import io.cellplane.temporal.flow.PowerServer;
import io.cellplane.temporal.flow.RepairServer;
import io.cellplane.temporal.flow.ResetServer;
import io.cellplane.temporal.flow.ResizeServer;
import io.cellplane.temporal.flow.RevertResize;
import io.cellplane.workflows.boot.BootServerWorkflow;
import io.cellplane.workflows.delete.DeleteServerWorkflow;
import io.cellplane.workflows.delete.PayDebtWorkflow;
import io.cellplane.workflows.move.ConfirmResizeWorkflow;
import io.cellplane.workflows.move.ResizeServerWorkflow;
import io.cellplane.workflows.move.RevertResizeWorkflow;
import io.cellplane.workflows.power.PowerServerWorkflow;
import io.cellplane.workflows.reset.ResetServerWorkflow;
import io.cellplane.workflows.step.Steps;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import io.temporal.workflow.Functions;
import java.util.ArrayList;
import java.util.List;

/**
 * Every workflow there is. A run is as patient as the worker that has it: durations are no part of its history's commands,
 * so that another worker, with other settings, goes on with it.
 */
public final class Workflows {
    private static final List<Type<?>> TYPES = List.of(
            new Type<>(BootServer.class, BootServerWorkflow::new),
            new Type<>(DeleteServer.class, DeleteServerWorkflow::new),
            new Type<>(PowerServer.class, PowerServerWorkflow::new),
            new Type<>(ResizeServer.class, ResizeServerWorkflow::new),
            new Type<>(ConfirmResize.class, ConfirmResizeWorkflow::new),
            new Type<>(RevertResize.class, RevertResizeWorkflow::new),
            new Type<>(ResetServer.class, ResetServerWorkflow::new),
            new Type<>(RepairServer.class, RepairServerWorkflow::new));

    private Workflows() {}

    private record Type<W>(Class<W> name, Functions.Func2<OperationRequest, Steps, W> begins) {
        void register(Worker worker, Patience patience) {
            worker.registerWorkflowImplementationFactory(
                    name,
                    input -> {
                        OperationRequest request = input.get(0, OperationRequest.class);
                        return begins.apply(request, new Steps(patience, request));
                    },
                    WorkflowImplementationOptions.getDefaultInstance());
        }
    }

    public static void register(Worker worker, Patience patience) {
        TYPES.forEach(type -> type.register(worker, patience));
        worker.registerWorkflowImplementationFactory(PayDebt.class, () -> new PayDebtWorkflow(patience));
    }

    /** The names of those that carry an operation out, or repair it. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        TYPES.forEach(type -> names.add(type.name().getSimpleName()));
        return names;
    }

    /** Carries the operation out, in the workflow that asks for it. */
    static Ended run(OperationRequest request, Steps steps) {
        return switch (request.kind().flow()) {
            case BOOT_SERVER -> new BootServerWorkflow(request, steps).run(request);
            case DELETE_SERVER -> new DeleteServerWorkflow(request, steps).run(request);
            case POWER_SERVER -> new PowerServerWorkflow(request, steps).run(request);
            case RESIZE_SERVER -> new ResizeServerWorkflow(request, steps).run(request);
            case CONFIRM_RESIZE -> new ConfirmResizeWorkflow(request, steps).run(request);
            case REVERT_RESIZE -> new RevertResizeWorkflow(request, steps).run(request);
            case RESET_SERVER -> new ResetServerWorkflow(request, steps).run(request);
        };
    }
}
