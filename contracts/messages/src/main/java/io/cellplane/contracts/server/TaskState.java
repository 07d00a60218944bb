package io.cellplane.contracts.server;

/** What is being done to a server ({@code instances.task_state}); written for readers, the operation is the truth. */
public final class TaskState {
    public static final String SCHEDULING = "scheduling";
    public static final String NETWORKING = "networking";
    public static final String SPAWNING = "spawning";
    public static final String DELETING = "deleting";

    private TaskState() {}
}
