package io.cellplane.db.move;

import static io.cellplane.db.move.MovedTables.INSTANCES;

import io.cellplane.db.Database;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A server's rows in one cell's database; each method inside a transaction that holds the row of the server. */
final class RecordStore {
    private static final String ACTION = "(select id from instance_actions where instance_uuid = ? and request_id = ?)";
    private final Sql sql;

    RecordStore(Database database) {
        this.sql = new Sql(database);
    }

    RecordImage read(UUID server) {
        Map<String, List<ImageRow>> tables = new LinkedHashMap<>();
        MovedTables.ALL.forEach(table -> tables.put(table.name(), read(table, server)));
        return new RecordImage(tables);
    }

    /**
     * Makes the rows what they are to be, and reads again what was written.
     *
     * @throws IllegalStateException if the database does not hold what it was given
     */
    void write(UUID server, RecordImage now, RecordImage wanted) {
        for (MovedTable table : MovedTables.ALL) {
            if (write(table, server, now.byKey(table), wanted.byKey(table))) {
                RecordImage written = new RecordImage(Map.of(table.name(), read(table, server)));
                RecordImage meant = new RecordImage(Map.of(table.name(), wanted.of(table)));
                if (written.count() != meant.count() || !written.digest().equals(meant.digest())) {
                    throw new IllegalStateException("server " + server + ": " + table.name() + " holds "
                            + written.count() + " rows that are not the " + meant.count() + " it was given");
                }
            }
        }
    }

    /** The row of the server itself; {@link #write} fills in what travels. */
    void insert(UUID server, long generation, UUID operation, RecordImage image) {
        ImageRow row = image.of(INSTANCES).getFirst();
        List<@Nullable Object> values = new ArrayList<>(List.of(server, generation, operation));
        values.addAll(row.values());
        sql.update(
                "insert into instances (uuid, generation, move_state, operation, "
                        + String.join(", ", INSTANCES.columns().keySet()) + ") values (?, ?, 'arriving', ?, "
                        + marks(row.values().size()) + ")",
                values);
    }

    void erase(UUID server) {
        for (MovedTable table : MovedTables.ALL.reversed()) {
            if (table.hangsFromAction()) {
                sql.update(
                        "delete e from instance_actions_events e join instance_actions a on a.id = e.action_id"
                                + " where a.instance_uuid = ?",
                        List.of(server));
            } else {
                sql.update("delete from " + table.name() + " where " + table.server() + " = ?", List.of(server));
            }
        }
    }

    private List<ImageRow> read(MovedTable table, UUID server) {
        String from = table.hangsFromAction()
                ? "instance_actions_events t join instance_actions a on a.id = t.action_id where a.instance_uuid = ?"
                : table.name() + " t where t." + table.server() + " = ?";
        String columns = table.carried().stream()
                .map(column -> (table.hangsFromAction() && column.equals("request_id") ? "a." : "t.") + column)
                .collect(Collectors.joining(", "));
        boolean numbered = table.local().containsKey("id");
        int identity = table.identity().size();
        return sql
                .query(
                        "select " + (columns.isEmpty() ? "1" : columns) + " from " + from
                                + (numbered ? " order by t.id" : ""),
                        server)
                .stream()
                .map(row -> new ImageRow(table, row.subList(0, identity), row.subList(identity, row.size())))
                .toList();
    }

    /** @return whether anything had to be written */
    private boolean write(MovedTable table, UUID server, Map<String, ImageRow> now, Map<String, ImageRow> wanted) {
        List<ImageRow> removed = now.values().stream()
                .filter(row -> !wanted.containsKey(row.key()))
                .toList();
        List<ImageRow> added = wanted.values().stream()
                .filter(row -> !now.containsKey(row.key()))
                .toList();
        List<ImageRow> changed = wanted.values().stream()
                .filter(row -> now.containsKey(row.key()) && !row.hasSameValues(now.getOrDefault(row.key(), row)))
                .toList();
        removed.forEach(row -> sql.update("delete from " + table.name() + where(table), named(server, row)));
        changed.forEach(row -> update(table, server, row));
        if (!added.isEmpty()) {
            insert(table, server, added);
        }
        return !removed.isEmpty() || !added.isEmpty() || !changed.isEmpty();
    }

    private void update(MovedTable table, UUID server, ImageRow row) {
        List<@Nullable Object> values = new ArrayList<>(row.values());
        values.addAll(named(server, row));
        String set =
                table.columns().keySet().stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
        sql.update("update " + table.name() + " set " + set + where(table), values);
    }

    private void insert(MovedTable table, UUID server, List<ImageRow> rows) {
        List<String> columns = new ArrayList<>(table.carried());
        String first = "?";
        if (table.hangsFromAction()) {
            columns.set(0, "action_id");
            first = ACTION;
        } else {
            columns.addFirst(table.server());
        }
        String values = "(" + first + ", " + marks(columns.size() - 1) + ")";
        List<@Nullable Object> bound = new ArrayList<>();
        rows.forEach(row -> {
            bound.add(server);
            bound.addAll(row.identity());
            bound.addAll(row.values());
        });
        sql.update(
                "insert into " + table.name() + " (" + String.join(", ", columns) + ") values "
                        + String.join(", ", Collections.nCopies(rows.size(), values)),
                bound);
    }

    private static String where(MovedTable table) {
        StringBuilder where = new StringBuilder(" where ");
        where.append(table.hangsFromAction() ? "action_id = " + ACTION : table.server() + " = ?");
        table.identity().stream()
                .filter(column -> !table.hangsFromAction() || !column.equals("request_id"))
                .forEach(column -> where.append(" and ").append(column).append(" = ?"));
        return where.toString();
    }

    /** The values of {@link #where}. */
    private static List<@Nullable Object> named(UUID server, ImageRow row) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(server);
        values.addAll(row.identity());
        return values;
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
