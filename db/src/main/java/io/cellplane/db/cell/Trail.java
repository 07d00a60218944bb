package io.cellplane.db.cell;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.db.control.OperationRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The trail of a server's actions and their events, as users and operators read it; each write may be repeated. */
public final class Trail {
    private final CellDatabase cell;

    public Trail(CellDatabase cell) {
        this.cell = cell;
    }

    /** The action of that operation, begun when the operation was accepted. */
    public long action(OperationRow operation, Instant now) {
        return cell.actions()
                .find(operation.server(), operation.requestId())
                .map(ActionRow::id)
                .orElseGet(() -> cell.actions()
                        .save(new ActionRow(
                                null,
                                operation.server(),
                                operation.what().action(),
                                operation.requestId(),
                                operation.userId(),
                                operation.projectId(),
                                operation.createdAt(),
                                null,
                                now,
                                null))
                        .id());
    }

    /** An action that was over as soon as it was asked for, in the transaction of its effect. */
    public void note(ServerRow server, String name, String event, String requestId, String user, Instant now) {
        if (find(server.uuid(), requestId) != null) {
            return;
        }
        Long action = cell.actions()
                .save(new ActionRow(
                        null, server.uuid(), name, requestId, user, server.projectId(), now, now, now, null))
                .id();
        long id = Objects.requireNonNull(action);
        begin(id, event, 1, null, now);
        succeed(id, event, 1, now);
    }

    /** The same of an operation that was, or is done by another. */
    public void note(ServerRow server, OperationRow asked, Instant now) {
        note(server, asked.what().action(), asked.what().event(), asked.requestId(), asked.userId(), now);
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

    /** Writes what a workflow says of its events: all that it has come through, again and again. */
    public void record(long action, List<ActionEvent> events) {
        for (ActionEvent event : events) {
            String result = event.ended() == null ? null : event.error() == null ? "Success" : "Error";
            cell.events()
                    .put(
                            action,
                            event.name(),
                            event.attempt(),
                            event.began(),
                            event.ended(),
                            result,
                            event.host(),
                            event.error());
        }
    }

    /** Ends the action with its last events; what of them stands open ends as it does. */
    public void close(long action, List<ActionEvent> events, @Nullable String error, Instant now) {
        record(action, events);
        cell.events().finishOpen(action, error == null ? "Success" : "Error", error, now);
        end(action, error == null ? null : "Error", now);
    }

    /** Whatever else was being done to the server has made way for this request. */
    public void over(UUID server, String requestId, Instant now) {
        cell.events().finishOthers(server, requestId, Failure.YIELDED.text(), now);
        cell.actions().finishOthers(server, requestId, now);
    }

    public void end(long action, @Nullable String message, Instant now) {
        cell.actions().finish(action, message, now);
    }

    /** Whether the action of that operation has ended, or never was here. */
    public boolean isOver(OperationRow operation) {
        return cell.actions()
                .find(operation.server(), operation.requestId())
                .map(action -> action.finishTime() != null)
                .orElse(true);
    }

    /** @return null when the server has no such action here */
    public @Nullable Long find(UUID server, String requestId) {
        return cell.actions().find(server, requestId).map(ActionRow::id).orElse(null);
    }
}
