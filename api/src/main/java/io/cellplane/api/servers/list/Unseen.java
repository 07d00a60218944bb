package io.cellplane.api.servers.list;

import io.cellplane.api.http.Page;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.MappingRows;
import io.cellplane.db.lists.Listed;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Servers of cells that do not answer, in a list that is ordered by time: each stands where it belongs, so that pages lack
 * none and are no longer for them.
 */
record Unseen(List<MappingRow> rows) {
    static final Unseen NONE = new Unseen(List.of());

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    private static final Comparator<Item> NEWEST_FIRST = Comparator.comparing(Item::createdAt)
            .reversed()
            .thenComparing(item -> item.uuid().toString());

    /** One of a page: a server that was read, or one of which only the mapping is known. */
    record Item(
            UUID uuid,
            Instant createdAt,
            @Nullable Listed server,
            @Nullable MappingRow lost) {}

    /** @param project null: of all */
    static Unseen of(MappingRows mappings, Collection<String> cells, @Nullable String project, Page page) {
        if (cells.isEmpty()) {
            return NONE;
        }
        String marker = page.marker();
        Instant at = marker == null
                ? LATEST
                : mappings.find(UUID.fromString(marker))
                        .map(MappingRow::createdAt)
                        .orElse(LATEST);
        String after = marker == null ? "" : marker;
        return new Unseen(cells.stream()
                .flatMap(cell -> (project == null
                                ? mappings.inCell(cell, at, after, page.limit())
                                : mappings.inCell(cell, project, at, after, page.limit()))
                        .stream())
                .toList());
    }

    /** Both together, no more than {@code most}. */
    List<Item> among(List<Listed> servers, int most) {
        Stream<Item> read = servers.stream()
                .map(server -> new Item(server.row().uuid(), server.row().createdAt(), server, null));
        // Some of a cell may have been read before it fell silent.
        Set<UUID> known = servers.stream().map(server -> server.row().uuid()).collect(Collectors.toSet());
        Stream<Item> lost = rows.stream()
                .filter(row -> !known.contains(row.uuid()))
                .map(row -> new Item(row.uuid(), row.createdAt(), null, row));
        return rows.isEmpty()
                ? read.toList()
                : Stream.concat(read, lost).sorted(NEWEST_FIRST).limit(most).toList();
    }
}
