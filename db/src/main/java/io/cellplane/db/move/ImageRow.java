package io.cellplane.db.move;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One row as it travels: values of its table's identity, and of its columns, in their declared order. */
record ImageRow(MovedTable table, List<@Nullable Object> identity, List<@Nullable Object> values) {

    /** What makes it the same row in either cell. */
    String key() {
        return text(identity);
    }

    @Nullable Object value(String column) {
        return values.get(List.copyOf(table.columns().keySet()).indexOf(column));
    }

    /** This row, but with what the other brings. */
    ImageRow with(ImageRow brought, Import what) {
        List<String> columns = table.carriedWith(what);
        List<@Nullable Object> merged = new ArrayList<>();
        int at = 0;
        for (String column : table.columns().keySet()) {
            merged.add(columns.contains(column) ? brought.values().get(at) : values.get(at));
            at++;
        }
        return new ImageRow(table, identity, merged);
    }

    boolean hasSameValues(ImageRow other) {
        return text(values).equals(text(other.values));
    }

    String text() {
        return key() + '\u0002' + text(values);
    }

    private static String text(List<@Nullable Object> values) {
        return values.stream().map(ImageRow::text).collect(Collectors.joining("\u0001"));
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "\u0000";
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            default -> value.toString();
        };
    }
}
