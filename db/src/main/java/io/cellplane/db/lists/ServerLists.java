package io.cellplane.db.lists;

import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.TooSlow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.BuildRequestRow;
import io.cellplane.db.control.MappingRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists of servers over all cells: one cursor per cell in which the project has servers, read in parallel, and one over
 * build requests, merged in one total order. Each server comes once: what a page shows is checked against the mappings.
 * A cell that does not answer until the list must be there is left out and named.
 */
public final class ServerLists {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLists.class);

    /** A cell never asked before may have to open its connections first. */
    private static final int FIRST_TIME = 3;

    /** A server moves at most so often while a list looks for it. */
    private static final int LOOKS = 8;

    /** So much the clocks of two processes may differ, and so long a list may take. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(10);

    private final ApiDatabase api;
    private final CellDatabases cells;
    private final Duration wait;
    private final Executor reading;
    private final Set<String> met = ConcurrentHashMap.newKeySet();

    /** @param wait how long a list waits for all its cells together */
    public ServerLists(ApiDatabase api, CellDatabases cells, Duration wait) {
        this(api, cells, wait, work -> Thread.ofVirtual().name("list").start(work));
    }

    /** @param reading where cells are read */
    ServerLists(ApiDatabase api, CellDatabases cells, Duration wait, Executor reading) {
        this.api = api;
        this.cells = cells;
        this.wait = wait;
        this.reading = reading;
    }

    /**
     * @throws InvalidRegex if a filter's regular expression is none, or too hard for a database
     * @throws MarkerUnknown if no server has the marker's id
     * @throws CellAway if the order depends on values of the marker that only its cell knows, which does not answer
     * @throws TooSlow if the control level's own database has ended a statement
     */
    public Page list(ServerQuery query) {
        checkRegexes(query.where());
        Instant began = api.clock().instant();
        List<String> names = cellsOf(query.project());
        CellReads reads = reads(query.project(), names);
        Order.@Nullable Position start = start(query, reads);
        // Before the cells are asked: a build request that has vanished since is a record in a cell by then.
        List<Listed> unplaced = buildRequests(query, start, reads.deadline());
        Set<UUID> unplacedIds =
                unplaced.stream().map(listed -> listed.row().uuid()).collect(Collectors.toSet());
        List<Cursor> cursors = new ArrayList<>();
        cursors.add(new Cursor("", query.order(), after -> unplaced, Integer.MAX_VALUE, null, Runnable::run));
        int batch = batch(query.limit(), names.size());
        for (String cell : names) {
            cursors.add(new Cursor(
                    cell, query.order(), after -> read(cell, query, after, batch, reads), batch, start, reading));
        }
        return merge(
                query,
                new Merge(query.order(), cursors, cursor -> reads.waitFor(cursor.name(), cursor.hasAnswered())),
                unplacedIds,
                start,
                began,
                reads);
    }

    /** A cell that this process has never met must open its connections first. */
    private CellReads reads(@Nullable String project, Collection<String> names) {
        boolean allMet = names.stream().allMatch(name -> met.contains(name) || cells.isAway(name));
        Deadline first = Deadline.in(allMet ? wait : wait.multipliedBy(FIRST_TIME));
        return new CellReads(cells, reading, project, first, first.later(wait));
    }

    /**
     * The servers with what hangs from them, cells in parallel, within as long again as a list takes; those of a cell that
     * does not answer any more, or not in that time, are missing.
     *
     * @param project whose list it is; null: of all
     * @param userDataToo which may be 64 KiB of each
     */
    public List<Shown> shown(@Nullable String project, List<Listed> servers, boolean userDataToo) {
        Map<String, List<Listed>> byCell = new HashMap<>();
        Map<UUID, Shown> shown = new HashMap<>();
        for (Listed server : servers) {
            if (server.cell() == null && server.requested() != null) {
                shown.put(server.row().uuid(), Children.of(server, server.requested()));
            } else if (server.cell() != null) {
                byCell.computeIfAbsent(server.cell(), key -> new ArrayList<>()).add(server);
            }
        }
        CellReads reads = reads(project, byCell.keySet());
        Map<String, FutureTask<List<Shown>>> tasks = new HashMap<>();
        byCell.forEach((cell, there) ->
                tasks.put(cell, reads.begin(cell, database -> Children.of(database, there, userDataToo))));
        tasks.forEach((cell, task) -> {
            try {
                Answers.of(cell, task, reads.waitFor(cell, false))
                        .forEach(one -> shown.put(one.server().row().uuid(), one));
            } catch (CellAway | TooSlow e) {
                LOG.warn("cell={} has not told what hangs from its servers: {}", cell, e.getMessage());
            }
        });
        return servers.stream()
                .map(server -> shown.get(server.row().uuid()))
                .filter(Objects::nonNull)
                .toList();
    }

    private Page merge(
            ServerQuery query,
            Merge merge,
            Set<UUID> unplaced,
            Order.@Nullable Position start,
            Instant began,
            CellReads reads) {
        Map<UUID, Listed> page = new LinkedHashMap<>();
        Set<UUID> strays = new HashSet<>();
        boolean more = true;
        while (more && page.size() < query.limit()) {
            List<Listed> candidates = new ArrayList<>();
            int wanted = query.limit() - page.size();
            Listed next = null;
            while (candidates.size() < wanted && (next = merge.next()) != null) {
                if (next.cell() == null || !unplaced.contains(next.row().uuid())) {
                    candidates.add(next);
                }
            }
            more = next != null;
            Map<UUID, MappingRow> mappings = mappings(candidates);
            for (Listed candidate : candidates) {
                UUID uuid = candidate.row().uuid();
                MappingRow mapping = mappings.get(uuid);
                if (counts(candidate, mapping)) {
                    page.putIfAbsent(uuid, candidate.leaving(mapping != null && mapping.queuedForDelete()));
                } else if (mapping != null && mapping.cell() != null) {
                    strays.add(uuid);
                }
            }
        }
        movedSince(query, began).forEach(strays::add);
        strays.removeAll(page.keySet());
        List<Listed> servers =
                strays.isEmpty() ? List.copyOf(page.values()) : with(strays, page, query, start, more, merge, reads);
        return new Page(servers, lacking(query, merge.away()), lacking(query, merge.slow()));
    }

    /** Those cells in which there is a server that the list may want. */
    private Set<String> lacking(ServerQuery query, Set<String> missing) {
        return missing.stream()
                .filter(cell -> api.mappings().has(cell, query.project(), query.isOfDeletedToo()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Map<UUID, MappingRow> mappings(List<Listed> candidates) {
        Map<UUID, MappingRow> mappings = new HashMap<>();
        List<UUID> uuids = candidates.stream()
                .map(listed -> listed.row().uuid())
                .distinct()
                .toList();
        if (!uuids.isEmpty()) {
            api.mappings().findAll(uuids).forEach(row -> mappings.put(row.uuid(), row));
        }
        return mappings;
    }

    /** Whether it is the server itself, not a copy of it that does not count. */
    private static boolean counts(Listed found, @Nullable MappingRow mapping) {
        ServerRow row = found.row();
        if (found.cell() == null) {
            return true;
        }
        if (mapping == null) {
            return row.deleted();
        }
        if (mapping.deletedAt() != null && !row.deleted()) {
            return false; // it is gone, and its cell does not know yet
        }
        return found.cell().equals(mapping.cell()) && row.generation() == mapping.generation();
    }

    /** A cell that was read before a server came and the one it left, read after its copy was erased, both lack it. */
    private List<UUID> movedSince(ServerQuery query, Instant began) {
        return api.mappings().movedSince(began.minus(CLOCKS_APART), query.project()).stream()
                .map(MappingRow::uuid)
                .toList();
    }

    /** The page with those of which a copy was met that does not count: each where its own keys put it, if that is here. */
    private List<Listed> with(
            Set<UUID> strays,
            Map<UUID, Listed> page,
            ServerQuery query,
            Order.@Nullable Position start,
            boolean more,
            Merge merge,
            CellReads reads) {
        Order order = query.order();
        List<Listed> found = new ArrayList<>(page.values());
        Order.@Nullable Position end =
                more && !found.isEmpty() ? order.of(found.getLast().row()) : null;
        for (UUID stray : strays) {
            Listed server = resolve(stray, query, merge, reads);
            if (server != null) {
                Order.Position at = order.of(server.row());
                if ((start == null || order.compare(at, start) > 0) && (end == null || order.compare(at, end) < 0)) {
                    found.add(server);
                }
            }
        }
        found.sort((one, other) -> order.compare(order.of(one.row()), order.of(other.row())));
        return List.copyOf(found.subList(0, Math.min(found.size(), query.limit())));
    }

    /** The copy that the mapping names, if the query wants it; null when there is none to show. */
    private @Nullable Listed resolve(UUID uuid, ServerQuery query, Merge merge, CellReads reads) {
        for (int look = 0; look < LOOKS; look++) {
            MappingRow mapping = api.mappings().find(uuid).orElse(null);
            String cell = mapping == null ? null : mapping.cell();
            if (mapping == null || cell == null || cells.row(cell).isEmpty()) {
                return null;
            }
            try {
                Statement statement = selection(query);
                statement.and("uuid = ").bind(uuid.toString());
                Listed there = reads.awaited(cell, statement).stream()
                        .filter(listed -> counts(listed, mapping))
                        .findFirst()
                        .orElse(null);
                if (there != null) {
                    return there.leaving(mapping.queuedForDelete());
                }
            } catch (CellAway e) {
                merge.away().add(cell);
                return null;
            } catch (TooSlow e) {
                merge.slow().add(cell);
                return null;
            }
            // Not wanted by the query, or moved on meanwhile.
            if (api.mappings()
                    .find(uuid)
                    .filter(now -> now.generation() == mapping.generation())
                    .isPresent()) {
                return null;
            }
        }
        return null;
    }

    private Order.@Nullable Position start(ServerQuery query, CellReads reads) {
        UUID marker = query.marker();
        if (marker == null) {
            return null;
        }
        return query.after().isPresent() ? query.after().get() : position(marker, query.order(), reads);
    }

    private Order.Position position(UUID marker, Order order, CellReads reads) {
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
                    // Of whichever copy: its keys are the server's, unless they change this moment.
                    Statement statement = CellReads.servers();
                    statement.and("uuid = ").bind(marker.toString());
                    return reads.awaited(cell, statement).stream()
                            .map(Listed::row)
                            .findFirst();
                })
                .map(order::of)
                .orElseThrow(() -> new MarkerUnknown(marker));
    }

    private List<Listed> buildRequests(ServerQuery query, Order.@Nullable Position start, Deadline deadline) {
        Statement statement = new Statement("select * from build_requests");
        if (query.project() != null) {
            statement.and("project_id = ").bind(query.project());
        }
        for (Condition condition : query.where()) {
            if (condition instanceof Condition.Named named) {
                named.in(statement);
            }
        }
        return Selection.select(api.database(), statement, deadline.statement(), BuildRequestRow.class).stream()
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

    private List<Listed> read(
            String cell, ServerQuery query, Order.@Nullable Position after, int batch, CellReads reads) {
        Statement statement = selection(query);
        if (after != null) {
            query.order().after(after, statement);
        }
        statement.add(" order by " + query.order().sql() + " limit " + batch);
        List<Listed> rows = reads.rows(cell, statement);
        met.add(cell);
        return rows;
    }

    private static Statement selection(ServerQuery query) {
        Statement statement = CellReads.servers();
        if (query.project() != null) {
            statement.and("project_id = ").bind(query.project());
        }
        query.where().forEach(condition -> condition.in(statement));
        return statement;
    }

    private List<String> cellsOf(@Nullable String project) {
        Set<String> known = new TreeSet<>(cells.names());
        if (project != null) {
            known.retainAll(Set.copyOf(api.mappings().cellsOf(project)));
        }
        return List.copyOf(known);
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
