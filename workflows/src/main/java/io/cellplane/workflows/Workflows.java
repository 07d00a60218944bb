package io.cellplane.workflows;

import io.cellplane.contracts.Patience;
import io.cellplane.operations.BootServer;
import io.cellplane.operations.ConfirmResize;
import io.cellplane.operations.DeleteServer;
import io.cellplane.operations.Ended;
import io.cellplane.operations.OperationRequest;
import io.cellplane.operations.PayDebt;
import io.cellplane.operations.PowerServer;
import io.cellplane.operations.RepairServer;
import io.cellplane.operations.ResetServer;
import io.cellplane.operations.ResizeServer;
import io.cellplane.operations.RevertResize;
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
