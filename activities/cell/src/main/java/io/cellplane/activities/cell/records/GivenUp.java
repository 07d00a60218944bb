package io.cellplane.activities.cell.records;

import io.cellplane.contracts.operation.Flow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a forced revert has lost, for the server's trail. What the cell alone knew nobody can name, only since when; what
 * went through the control level is named.
 *
 * @param cell that did not answer
 */
record GivenUp(ApiDatabase api, String cell) {
    /** The column of an action's message. */
    private static final int MOST = 255;

    String words(UUID server, UUID move) {
        Instant since = api.operations().find(move).map(OperationRow::createdAt).orElse(Instant.EPOCH);
        String host = api.migrations().find(move).map(MigrationRow::destHost).orElse("");
        String actions = api.operations().of(server).stream()
                .filter(row -> row.what().flow() == Flow.POWER_SERVER
                        && row.createdAt().isAfter(since))
                .map(row -> row.kind() + " " + row.requestId())
                .collect(Collectors.joining(", "));
        String words = "Forced while " + cell + " did not answer. Lost: what was written on " + host
                + " and every change of name, metadata, tags and lock since "
                + since.truncatedTo(ChronoUnit.SECONDS) + (actions.isEmpty() ? "" : "; the trail of " + actions);
        return words.length() <= MOST ? words : words.substring(0, MOST - 1) + "…";
    }
}
