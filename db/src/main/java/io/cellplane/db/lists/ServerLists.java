package io.cellplane.db.lists;

import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.BuildRequestRow;
import io.cellplane.db.api.MappingRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists of servers over all cells: one cursor per cell in which the project has servers, read in parallel, and one over
 * build requests, merged in one total order. Each server comes once: what a page shows is checked against the mappings.
 * A cell that does not answer in time is left out and named.
 */
public final class ServerLists {
    /** A cell never asked before may have to open its connections first. */
    private static final int FIRST_TIME = 3;

    /** Long enough to see that a cell is back, for those who ask one that is known to be away. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final ApiDatabase api;
    private final CellDatabases cells;
    private final Duration wait;
    private final Set<String> met = ConcurrentHashMap.newKeySet();

    /** @param wait how long a list waits for one cell */
    public ServerLists(ApiDatabase api, CellDatabases cells, Duration wait) {
        this.api = api;
        this.cells = cells;
        this.wait = wait;
    }

    /**
     * @throws InvalidRegex if a filter's regular expression is none
     * @throws MarkerUnknown if no server has the marker's id
     * @throws CellAway if the order depends on values of the marker that only its cell knows, which does not answer
     */
    public Page list(ServerQuery query) {
        checkRegexes(query.where());
        Order.@Nullable Position start = query.marker() == null ? null : position(query.marker(), query.order());
        // Before the cells are asked: a build request that has vanished since is a record in a cell by then.
        List<Listed> unplaced = buildRequests(query, start);
        Set<UUID> unplacedIds =
                unplaced.stream().map(listed -> listed.row().uuid()).collect(Collectors.toSet());
        List<Cursor> cursors = new ArrayList<>();
        cursors.add(new Cursor("", query.order(), after -> unplaced, Integer.MAX_VALUE, null));
        List<String> names = cellsOf(query.project());
        int batch = batch(query.limit(), names.size());
        for (String cell : names) {
            cursors.add(new Cursor(cell, query.order(), after -> read(cell, query, after, batch), batch, start));
        }
        return merge(query, new Merge(query.order(), cursors, this::waitFor), unplacedIds);
    }

    private Page merge(ServerQuery query, Merge merge, Set<UUID> unplaced) {
        Map<UUID, Listed> page = new LinkedHashMap<>();
        Set<UUID> seen = new HashSet<>();
        while (page.size() < query.limit()) {
            List<Listed> candidates = new ArrayList<>();
            int wanted = query.limit() - page.size();
            for (Listed next = merge.next(); next != null; next = merge.next()) {
                if (next.cell() == null || !unplaced.contains(next.row().uuid())) {
                    candidates.add(next);
                }
                if (candidates.size() == wanted) {
                    break;
                }
            }
            if (candidates.isEmpty()) {
                break;
            }
            Map<UUID, MappingRow> mappings = new HashMap<>();
            api.mappings()
                    .findAll(candidates.stream()
                            .map(listed -> listed.row().uuid())
                            .distinct()
                            .toList())
                    .forEach(row -> mappings.put(row.uuid(), row));
            for (Listed candidate : candidates) {
                UUID uuid = candidate.row().uuid();
                MappingRow mapping = mappings.get(uuid);
                Listed counts = seen.contains(uuid) ? null : resolve(candidate, mapping, query, merge.away());
                if (counts != null) {
                    seen.add(uuid);
                    page.put(uuid, counts.leaving(mapping != null && mapping.queuedForDelete()));
                }
            }
        }
        return new Page(List.copyOf(page.values()), Set.copyOf(merge.away()));
    }

    /** The copy that counts: the one found, or the one that the mapping names; null when there is none to show. */
    private @Nullable Listed resolve(Listed found, @Nullable MappingRow mapping, ServerQuery query, Set<String> away) {
        ServerRow row = found.row();
        if (found.cell() == null) {
            return found;
        }
        if (mapping == null) {
            return row.deleted() ? found : null;
        }
        if (mapping.deletedAt() != null && !row.deleted()) {
            return null; // it is gone, and its cell does not know yet
        }
        String cell = mapping.cell();
        if (found.cell().equals(cell) && row.generation() == mapping.generation()) {
            return found;
        }
        if (cell == null || cells.row(cell).isEmpty()) {
            return null;
        }
        try {
            Statement statement = selection(query);
            statement.and("uuid = ").bind(row.uuid().toString());
            return rows(cell, statement).stream()
                    .filter(other -> other.row().generation() == mapping.generation())
                    .findFirst()
                    .orElse(null);
        } catch (CellAway e) {
            away.add(cell);
            return null;
        }
    }

    private Order.Position position(UUID marker, Order order) {
        MappingRow mapping = api.mappings().find(marker).orElseThrow(() -> new MarkerUnknown(marker));
        Order.Position known = order.of(marker, mapping.createdAt());
        if (known != null) {
            return known;
        }
        return api.buildRequests()
                .find(marker)
                .map(BuildRequestRow::server)
                .map(server -> Listed.of(server).row())
                .or(() -> {
                    String cell = api.mappings()
                            .find(marker)
                            .map(MappingRow::cell)
                            .filter(name -> cells.row(name).isPresent())
                            .orElseThrow(() -> new MarkerUnknown(marker));
                    return cells.read(cell, database -> database.servers().find(marker));
                })
                .map(order::of)
                .orElseThrow(() -> new MarkerUnknown(marker));
    }

    private List<Listed> buildRequests(ServerQuery query, Order.@Nullable Position start) {
        Statement statement = new Statement("select * from build_requests");
        if (query.project() != null) {
            statement.and("project_id = ").bind(query.project());
        }
        for (Condition condition : query.where()) {
            if (condition instanceof Condition.Named named) {
                named.in(statement);
            }
        }
        return Selection.select(api.database(), statement, BuildRequestRow.class).stream()
                .map(BuildRequestRow::server)
                .filter(server -> query.where().stream()
                        .allMatch(condition -> condition.holds(Listed.of(server).row(), server.tags())))
                .map(Listed::of)
                .filter(listed ->
                        start == null || query.order().compare(query.order().of(listed.row()), start) > 0)
                .sorted((one, other) -> query.order()
                        .compare(query.order().of(one.row()), query.order().of(other.row())))
                .toList();
    }

    private List<Listed> read(String cell, ServerQuery query, Order.@Nullable Position after, int batch) {
        Statement statement = selection(query);
        if (after != null) {
            query.order().after(after, statement);
        }
        statement.add(" order by " + query.order().sql() + " limit " + batch);
        return rows(cell, statement);
    }

    private static Statement selection(ServerQuery query) {
        Statement statement = new Statement("select * from instances");
        if (query.project() != null) {
            statement.and("project_id = ").bind(query.project());
        }
        query.where().forEach(condition -> condition.in(statement));
        return statement;
    }

    private List<Listed> rows(String cell, Statement statement) {
        Function<CellDatabase, List<ServerRow>> select =
                database -> Selection.select(database.database(), statement, ServerRow.class);
        List<Listed> rows = cells.read(cell, select).stream()
                .map(row -> new Listed(cell, row, null, false))
                .toList();
        met.add(cell);
        return rows;
    }

    private List<String> cellsOf(@Nullable String project) {
        Set<String> known = new TreeSet<>(cells.names());
        if (project != null) {
            known.retainAll(Set.copyOf(api.mappings().cellsOf(project)));
        }
        return List.copyOf(known);
    }

    private Duration waitFor(String cell) {
        if (cell.isEmpty()) {
            return wait;
        }
        if (cells.isAway(cell)) {
            return GLANCE;
        }
        return met.contains(cell) ? wait : wait.multipliedBy(FIRST_TIME);
    }

    private void checkRegexes(List<Condition> where) {
        for (Condition condition : where) {
            if (condition instanceof Condition.Named named) {
                Selection.checkRegex(api.database(), named.regex());
            } else if (condition instanceof Condition.Addressed addressed) {
                Selection.checkRegex(api.database(), addressed.regex());
            }
        }
    }

    private static int batch(int limit, int cells) {
        int share = cells <= 1 ? limit : limit / cells * 11 / 10 + 1;
        return Math.min(limit, Math.max(share, 100));
    }
}
