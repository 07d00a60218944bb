package io.cellplane.db.control;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Start;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Transient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An intent: what is being done to a server. The workflow executes it; this row says what and how far. */
@MappedEntity("operations")
public record OperationRow(
        @Id UUID id,
        UUID server,
        String kind,
        String projectId,
        String userId,
        String requestId,
        @Nullable String globalRequestId,
        String arguments,
        String state,
        @Nullable String decision,
        @Nullable String outcome,
        Instant deadline,
        Instant createdAt,
        Instant updatedAt) {

    @Transient
    public Kind what() {
        return Kind.of(kind);
    }

    /**
     * What somebody asks for now, to be let in.
     *
     * @param arguments as JSON
     */
    public static OperationRow asked(
            Kind kind, UUID server, Requester by, String arguments, Clock clock, Patience patience) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new OperationRow(
                OperationIds.next(now),
                server,
                kind.token(),
                by.project(),
                by.user(),
                by.requestId(),
                by.globalRequestId(),
                arguments,
                OperationState.ADMITTING,
                null,
                null,
                now.plus(kind.deadline(patience)),
                now,
                now);
    }

    /** What Temporal is to start. */
    @Transient
    public Start start() {
        return new Start(id, server, what(), projectId, requestId, kind + " " + server);
    }

    @Transient
    public boolean isOpen() {
        return !state.equals(OperationState.CLOSED);
    }

    /** One that has come to VERIFY_RESIZE keeps nobody out any more, even while it is about to show it. */
    @Transient
    public boolean isInTheWay() {
        return isOpen() && !state.equals(OperationState.VERIFY);
    }

    /** The same with other arguments. */
    public OperationRow asking(String other) {
        return new OperationRow(
                id,
                server,
                kind,
                projectId,
                userId,
                requestId,
                globalRequestId,
                other,
                state,
                decision,
                outcome,
                deadline,
                createdAt,
                updatedAt);
    }

    /** The same in another state. */
    public OperationRow inState(String other) {
        return new OperationRow(
                id,
                server,
                kind,
                projectId,
                userId,
                requestId,
                globalRequestId,
                arguments,
                other,
                decision,
                outcome,
                deadline,
                createdAt,
                updatedAt);
    }
}
