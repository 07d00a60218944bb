package io.cellplane.workflows;

import io.cellplane.operations.Ended;
import io.cellplane.operations.OperationRequest;

/** Every workflow there is. */
public final class Workflows {
    private Workflows() {}

    /** Carries the operation out, in the workflow that asks for it. */
    static Ended run(OperationRequest request) {
        return switch (request.kind().flow()) {
            case BOOT_SERVER -> new BootServerWorkflow(request).run(request);
            case DELETE_SERVER -> new DeleteServerWorkflow().run(request);
            case POWER_SERVER -> new PowerServerWorkflow(request).run(request);
            case RESIZE_SERVER -> new ResizeServerWorkflow(request).run(request);
            case CONFIRM_RESIZE -> new ConfirmResizeWorkflow().run(request);
            case REVERT_RESIZE -> new RevertResizeWorkflow().run(request);
            case RESET_SERVER -> new ResetServerWorkflow().run(request);
        };
    }

    public static Class<?>[] types() {
        return new Class<?>[] {
            BootServerWorkflow.class,
            DeleteServerWorkflow.class,
            PowerServerWorkflow.class,
            ResizeServerWorkflow.class,
            ConfirmResizeWorkflow.class,
            RevertResizeWorkflow.class,
            ResetServerWorkflow.class,
            RepairServerWorkflow.class,
            PayDebtWorkflow.class
        };
    }
}
