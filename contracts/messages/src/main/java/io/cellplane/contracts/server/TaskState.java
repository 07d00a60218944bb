package io.cellplane.contracts.server;

import java.util.Set;

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
    public static final String REBOOT_PENDING_HARD = "reboot_pending_hard";
    public static final String REBOOT_STARTED_HARD = "reboot_started_hard";
    public static final String PAUSING = "pausing";
    public static final String UNPAUSING = "unpausing";
    public static final String SUSPENDING = "suspending";
    public static final String RESUMING = "resuming";
    public static final String UPDATING_PASSWORD = "updating_password";
    public static final String REBUILDING = "rebuilding";
    public static final String REBUILD_BLOCK_DEVICE_MAPPING = "rebuild_block_device_mapping";
    public static final String REBUILD_SPAWNING = "rebuild_spawning";
    public static final String MIGRATING = "migrating";
    public static final String RESIZE_PREP = "resize_prep";
    public static final String RESIZE_MIGRATING = "resize_migrating";
    public static final String RESIZE_MIGRATED = "resize_migrated";
    public static final String RESIZE_FINISH = "resize_finish";
    public static final String RESIZE_CONFIRMING = "resize_confirming";
    public static final String RESIZE_REVERTING = "resize_reverting";

    /** On the way to run again, or to rest in memory: a hard reboot is let in over them. */
    public static final Set<String> RESTARTING = Set.of(
            REBOOTING,
            REBOOT_PENDING,
            REBOOT_STARTED,
            REBOOTING_HARD,
            REBOOT_PENDING_HARD,
            REBOOT_STARTED_HARD,
            PAUSING,
            UNPAUSING,
            SUSPENDING,
            RESUMING);

    private TaskState() {}
}
