package io.cellplane.activities.cell.records;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.FaultRow;
import io.cellplane.temporal.step.Records.Failed;
import java.time.Instant;
import java.util.UUID;

/** What a server shows as its fault. */
final class Faults {
    private static final int MESSAGE = 255;

    private Faults() {}

    /** In the transaction of the caller. */
    static void add(CellDatabase cell, UUID server, Failed failed, Instant now) {
        Failure known = Failure.of(failed.failure());
        String message = failed.message();
        cell.faults()
                .save(new FaultRow(
                        null,
                        server,
                        known == null ? 500 : known.status(),
                        message.length() > MESSAGE ? message.substring(0, MESSAGE) : message,
                        failed.details().isEmpty() ? null : failed.details(),
                        null,
                        now));
    }
}
