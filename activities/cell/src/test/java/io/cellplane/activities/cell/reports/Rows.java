package io.cellplane.activities.cell.reports;

import io.cellplane.contracts.server.PowerState;
import io.cellplane.db.cell.ServerRow;
import java.time.Instant;
import java.util.UUID;

/** Servers' records as they stand when nothing is being done to them. */
final class Rows {
    private Rows() {}

    static ServerRow active(UUID uuid, String host, Instant now) {
        return new ServerRow(
                null,
                uuid,
                1,
                null,
                null,
                "project",
                "user",
                "image",
                null,
                null,
                "name",
                "name",
                null,
                0,
                null,
                null,
                PowerState.RUNNING.code(),
                null,
                0,
                "active",
                null,
                512,
                1,
                1,
                0,
                "f1",
                host,
                host,
                host,
                "nova",
                null,
                "r-1",
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                false,
                0,
                now,
                null,
                null,
                false);
    }
}
