package io.cellplane.db.api;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Transient;
import java.time.Instant;
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
