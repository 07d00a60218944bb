package io.cellplane.db.move;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A table of a cell's database whose rows belong to servers.
 *
 * @param server the column that names the server; of events it is reached over their action
 * @param rows what becomes of rows that only one side has
 * @param identity what makes two rows of one server the same row in either cell; none when there is one row
 * @param columns the others, each with when it travels
 * @param local columns that each database has of its own, with the reason
 */
public record MovedTable(
        String name,
        String server,
        Rows rows,
        List<String> identity,
        Map<String, Travels> columns,
        Map<String, String> local) {

    /** What becomes of rows that only one side has. */
    public enum Rows {
        /** One row for each server. */
        ONE,
        /** The target has what the source has: what it does not have was removed. */
        SET,
        /** Nothing is ever removed: both sides' rows together. */
        TRAIL
    }

    /** Whether its rows name an action of the server, not the server. */
    boolean hangsFromAction() {
        return local.containsKey("action_id");
    }

    /** Identity and columns: what an export holds of a row, in this order. */
    List<String> carried() {
        return Stream.concat(identity.stream(), columns.keySet().stream()).toList();
    }

    List<String> carriedWith(Import what) {
        return columns.keySet().stream()
                .filter(column -> columns.getOrDefault(column, Travels.ALWAYS).goesWith(what))
                .toList();
    }

    /** Whether any of it is brought then. */
    boolean goesWith(Import what) {
        return columns.isEmpty() || !carriedWith(what).isEmpty();
    }
}
