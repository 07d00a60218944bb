package io.cellplane.db.cell;

import io.cellplane.db.api.OperationRow;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The trail of a server's actions and their events, as users and operators read it; each write may be repeated. */
public final class Trail {
    public static final String BUILD = "compute__do_build_and_run_instance";
    public static final String SCHEDULE = "conductor_schedule_and_build_instances";
    public static final String TERMINATE = "compute_terminate_instance";

    private final CellDatabase cell;

    public Trail(CellDatabase cell) {
        this.cell = cell;
    }

    /** The action of that operation, begun when the operation was accepted. */
    public long action(String name, OperationRow operation, Instant now) {
        return cell.actions()
                .find(operation.server(), operation.requestId())
                .map(ActionRow::id)
                .orElseGet(() -> cell.actions()
                        .save(new ActionRow(
                                null,
                                operation.server(),
                                name,
                                operation.requestId(),
                                operation.userId(),
                                operation.projectId(),
                                operation.createdAt(),
                                null,
                                now,
                                null))
                        .id());
    }

    public void begin(long action, String event, int attempt, @Nullable String host, Instant now) {
        cell.events().start(action, event, attempt, host, now);
    }

    public void succeed(long action, String event, int attempt, Instant now) {
        cell.events().finish(action, event, attempt, "Success", null, now);
    }

    public void fail(long action, String event, int attempt, String details, Instant now) {
        cell.events().finish(action, event, attempt, "Error", details, now);
    }

    public void end(long action, @Nullable String message, Instant now) {
        cell.actions().finish(action, message, now);
    }

    /** @return null when the server has no such action here */
    public @Nullable Long find(UUID server, String requestId) {
        return cell.actions().find(server, requestId).map(ActionRow::id).orElse(null);
    }
}
