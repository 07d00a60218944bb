package io.cellplane.db.lane;

import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is to be let in.
 *
 * @param row in state {@code admitting}, not saved yet
 * @param at where the server was found
 * @param mayWhenLocked whether the caller may act on a server that somebody has locked
 * @param decides the move of which this is the end
 * @param diskConfig what the record says of its disk from here on; null leaves it
 * @param allows decides by the record, instead of what users are held to: for what the system does by itself
 */
public record Asked(
        OperationRow row,
        MappingRow at,
        boolean mayWhenLocked,
        @Nullable UUID decides,
        @Nullable Demand demand,
        @Nullable Boolean diskConfig,
        @Nullable Predicate<ServerRow> allows) {

    public Asked(
            OperationRow row,
            MappingRow at,
            boolean mayWhenLocked,
            @Nullable UUID decides,
            @Nullable Demand demand,
            @Nullable Boolean diskConfig) {
        this(row, at, mayWhenLocked, decides, demand, diskConfig, null);
    }

    /** By nobody. */
    public static Asked bySystem(OperationRow row, MappingRow at, Predicate<ServerRow> allows) {
        return new Asked(row, at, true, null, null, null, allows);
    }
}
