package io.cellplane.contracts.server;

/** What is being done to a server ({@code instances.task_state}); written for readers, the operation is the truth. */
public final class TaskState {
    public static final String SCHEDULING = "scheduling";
    public static final String SPAWNING = "spawning";
    public static final String DELETING = "deleting";
    public static final String POWERING_ON = "powering-on";
    public static final String POWERING_OFF = "powering-off";
    public static final String REBOOTING = "rebooting";
    public static final String REBOOT_PENDING = "reboot_pending";
    public static final String REBOOT_STARTED = "reboot_started";
    public static final String REBOOTING_HARD = "rebooting_hard";
    public static final String RESIZE_PREP = "resize_prep";
    public static final String RESIZE_MIGRATING = "resize_migrating";
    public static final String RESIZE_MIGRATED = "resize_migrated";
    public static final String RESIZE_FINISH = "resize_finish";
    public static final String RESIZE_CONFIRMING = "resize_confirming";
    public static final String RESIZE_REVERTING = "resize_reverting";

    private TaskState() {}
}
