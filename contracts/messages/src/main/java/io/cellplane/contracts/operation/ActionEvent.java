package io.cellplane.contracts.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of an action, as operators read it in the trail of a server.
 *
 * @param attempt tells repeats of one operation apart, from 1
 * @param host that did it; null: the control level
 * @param ended null while it is under way
 * @param error why it failed; null unless it did
 */
public record ActionEvent(
        String name,
        int attempt,
        @Nullable String host,
        Instant began,
        @Nullable Instant ended,
        @Nullable String error) {
    // Of a boot and a delete.
    public static final String SCHEDULE = "conductor_schedule_and_build_instances";
    public static final String BUILD = "compute__do_build_and_run_instance";
    public static final String TERMINATE = "compute_terminate_instance";

    // All of a resize or migration, wherever it goes.
    public static final String COLD_MIGRATE = "cold_migrate";
    public static final String MIGRATE = "conductor_migrate_server";

    // Within a cell.
    public static final String PREPARE = "compute_prep_resize";
    public static final String LEAVE = "compute_resize_instance";
    public static final String ARRIVE = "compute_finish_resize";
    public static final String CONFIRM = "compute_confirm_resize";
    public static final String REVERT = "compute_revert_resize";
    public static final String RETURN = "compute_finish_revert_resize";

    // Across cells.
    public static final String PREPARE_ACROSS = "compute_prep_snapshot_based_resize_at_dest";
    public static final String LEAVE_ACROSS = "compute_prep_snapshot_based_resize_at_source";
    public static final String ARRIVE_ACROSS = "compute_finish_snapshot_based_resize_at_dest";
    public static final String CONFIRM_ACROSS = "conductor_confirm_snapshot_based_resize";
    public static final String CONFIRM_AT_SOURCE = "compute_confirm_snapshot_based_resize_at_source";
    public static final String REVERT_ACROSS = "conductor_revert_snapshot_based_resize";
    public static final String REVERT_AT_DEST = "compute_revert_snapshot_based_resize_at_dest";
    public static final String RETURN_ACROSS = "compute_finish_revert_snapshot_based_resize_at_source";
}
