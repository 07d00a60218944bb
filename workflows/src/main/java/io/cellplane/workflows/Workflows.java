package io.cellplane.workflows;

/** Every workflow there is. */
public final class Workflows {
    private Workflows() {}

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
