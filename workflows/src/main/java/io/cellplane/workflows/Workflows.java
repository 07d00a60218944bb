package io.cellplane.workflows;

/** Every workflow there is. */
public final class Workflows {
    private Workflows() {}

    public static Class<?>[] types() {
        return new Class<?>[] {
            BootServerWorkflow.class, DeleteServerWorkflow.class, RepairServerWorkflow.class, PayDebtWorkflow.class
        };
    }
}
