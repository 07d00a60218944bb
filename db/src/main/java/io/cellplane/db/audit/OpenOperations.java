package io.cellplane.db.audit;

import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations that were open when the audit began, by id: as many as the cloud does at once. */
record OpenOperations(Map<UUID, OperationRow> rows) {
    /** In the order of its life, so that one that goes on meanwhile is met in its next state. */
    private static final List<String> STATES = List.of(
            OperationState.ADMITTING,
            OperationState.WAITING,
            OperationState.ACCEPTED,
            OperationState.RUNNING,
            OperationState.VERIFY,
            OperationState.CLOSING,
            OperationState.WITHDRAWN);

    static OpenOperations read(ApiDatabase api, int most) {
        Map<UUID, OperationRow> rows = new LinkedHashMap<>();
        STATES.forEach(state -> Pages.<OperationRow>all(most, last -> page(api, state, last, most))
                .forEach(row -> rows.put(row.id(), row)));
        return new OpenOperations(rows);
    }

    private static List<OperationRow> page(ApiDatabase api, String state, @Nullable OperationRow last, int most) {
        return last == null
                ? api.operations().inState(state, Instant.EPOCH, "", most)
                : api.operations().inState(state, last.updatedAt(), last.id().toString(), most);
    }

    /** Whether nothing is being done to the server on its behalf. */
    static boolean waits(OperationRow row) {
        return row.state().equals(OperationState.VERIFY) && row.decision() == null;
    }

    boolean has(@Nullable UUID operation) {
        return operation != null && rows.containsKey(operation);
    }

    /** The servers that are worked on. */
    Set<UUID> busy() {
        return rows.values().stream()
                .filter(row -> !waits(row))
                .map(OperationRow::server)
                .collect(Collectors.toSet());
    }

    /** The moves that may be confirmed or reverted now. */
    List<OperationRow> waiting() {
        return rows.values().stream().filter(OpenOperations::waits).toList();
    }
}
