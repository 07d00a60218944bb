package io.cellplane.db.audit;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.Json;
import io.cellplane.db.cell.RecordRow;
import org.jspecify.annotations.Nullable;

/** The authoritative copy of a server, in its cell. */
record Copy(String cell, RecordRow row) {

    /** Of one that takes room on a host; null for all others. */
    @Nullable FlavorSpec flavor() {
        return row.host() == null || row.flavor() == null ? null : Json.read(row.flavor(), FlavorSpec.class);
    }
}
