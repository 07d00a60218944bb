package io.cellplane.db.move;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All of a server's rows in one cell, by table. */
record RecordImage(Map<String, List<ImageRow>> tables) {
    static RecordImage none() {
        Map<String, List<ImageRow>> tables = new LinkedHashMap<>();
        MovedTables.ALL.forEach(table -> tables.put(table.name(), List.of()));
        return new RecordImage(tables);
    }

    List<ImageRow> of(MovedTable table) {
        return tables.getOrDefault(table.name(), List.of());
    }

    /** The rows of one table by what identifies them, in the order in which they were written. */
    Map<String, ImageRow> byKey(MovedTable table) {
        Map<String, ImageRow> rows = new LinkedHashMap<>();
        of(table).forEach(row -> rows.put(row.key(), row));
        return rows;
    }

    int count() {
        return tables.values().stream().mapToInt(List::size).sum();
    }

    /** The same for the same rows, in whatever order and database they lie. */
    String digest() {
        String text = tables.entrySet().stream()
                .map(table -> table.getKey()
                        + ' '
                        + table.getValue().size()
                        + ' '
                        + table.getValue().stream().map(ImageRow::text).sorted().collect(Collectors.joining("\u0003")))
                .collect(Collectors.joining("\u0004"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What the target is to hold. The base of a revert's three-way merge is the departed copy itself, as it was at the
     * flip: nobody may write it, so that what differs in the other copy was changed there, and what is missing there was
     * removed there. So a merge is a delta that also brings what the operation shows.
     *
     * @param target what it holds now
     */
    RecordImage into(RecordImage target, Import what) {
        Map<String, List<ImageRow>> merged = new LinkedHashMap<>();
        for (MovedTable table : MovedTables.ALL) {
            merged.put(
                    table.name(),
                    !table.goesWith(what)
                            ? target.of(table)
                            : switch (table.rows()) {
                                case ONE -> one(of(table), target.of(table), what);
                                case SET -> of(table);
                                case TRAIL -> union(byKey(table), target.byKey(table));
                            });
        }
        return new RecordImage(merged);
    }

    private static List<ImageRow> one(List<ImageRow> brought, List<ImageRow> there, Import what) {
        if (brought.isEmpty() || there.isEmpty()) {
            return brought.isEmpty() ? there : brought;
        }
        return List.of(there.getFirst().with(brought.getFirst(), what));
    }

    private static List<ImageRow> union(Map<String, ImageRow> brought, Map<String, ImageRow> there) {
        Map<String, ImageRow> rows = new LinkedHashMap<>(there);
        brought.forEach((key, row) -> rows.merge(key, row, RecordImage::later));
        return List.copyOf(rows.values());
    }

    /** Both sides write an operation's trail while it runs: what has an end is newer, and the later end. */
    private static ImageRow later(ImageRow there, ImageRow brought) {
        if (!there.table().columns().containsKey("finish_time")) {
            return brought;
        }
        String one = end(there.value("finish_time"));
        String other = end(brought.value("finish_time"));
        return one.compareTo(other) > 0 ? there : brought;
    }

    private static String end(@Nullable Object finished) {
        return finished == null ? "" : finished.toString();
    }
}
