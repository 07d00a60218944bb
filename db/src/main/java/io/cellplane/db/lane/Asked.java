package io.cellplane.db.lane;

import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is to be let in.
 *
 * @param row in state {@code admitting}, not saved yet
 * @param at where the server was found
 * @param mayWhenLocked whether the caller may act on a server that somebody has locked
 * @param decides the move of which this is the end
 * @param diskConfig what the record says of its disk from here on; null leaves it
 */
public record Asked(
        OperationRow row,
        MappingRow at,
        boolean mayWhenLocked,
        @Nullable UUID decides,
        @Nullable Demand demand,
        @Nullable Boolean diskConfig) {}
