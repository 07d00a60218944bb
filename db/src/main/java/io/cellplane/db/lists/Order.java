package io.cellplane.db.lists;

import io.cellplane.db.cell.ServerRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The total order of a list: its keys, then the server's id ascending. The same in every database and in memory: NULL is
 * the smallest value, text compares by code point and its end counts (the collation of {@link io.cellplane.db.Schema}).
 */
public record Order(List<Key> keys) implements Comparator<Order.Position> {
    /** What a list is ordered by unless it is said: the newest first. */
    public static final Order NEWEST_FIRST = new Order(List.of(new Key(Column.CREATED_AT, false)));

    /** One column with its direction. */
    public record Key(Column column, boolean ascending) {}

    /** A place in the order: the values of the keys, and the id. */
    public record Position(List<@Nullable Object> values, UUID uuid) {}

    public Order {
        keys = List.copyOf(keys);
    }

    public Position of(ServerRow row) {
        List<@Nullable Object> values = new ArrayList<>();
        keys.forEach(key -> values.add(key.column().of(row)));
        return new Position(values, row.uuid());
    }

    /** Where a server stands of which only its id and its time are known; null unless that decides the order. */
    @Nullable Position of(UUID uuid, Instant createdAt) {
        if (keys.size() != 1 || keys.getFirst().column() != Column.CREATED_AT) {
            return null;
        }
        return new Position(List.of(createdAt), uuid);
    }

    @Override
    public int compare(Position one, Position other) {
        for (int i = 0; i < keys.size(); i++) {
            int difference = values(one.values().get(i), other.values().get(i));
            if (difference != 0) {
                return keys.get(i).ascending() ? difference : -difference;
            }
        }
        return one.uuid().toString().compareTo(other.uuid().toString());
    }

    String sql() {
        return keys.stream()
                .map(key -> key.column().sql() + (key.ascending() ? " asc" : " desc"))
                .collect(Collectors.joining(", ", "", ", uuid asc"));
    }

    /** What comes after the position. */
    void after(Position position, Statement statement) {
        Key first = keys.getFirst();
        Object start = position.values().getFirst();
        if (start != null && !first.column().isNullable()) {
            // Says no more than what follows, but lets the database begin in the middle of an index.
            statement
                    .and(first.column().sql() + (first.ascending() ? " >= " : " <= "))
                    .bind(start);
        }
        statement.and("(");
        for (int i = 0; i <= keys.size(); i++) {
            statement.add(i == 0 ? "(" : " or (");
            for (int j = 0; j < i; j++) {
                statement
                        .add(keys.get(j).column().sql() + " <=> ")
                        .bind(position.values().get(j))
                        .add(" and ");
            }
            if (i == keys.size()) {
                statement.add("uuid > ").bind(position.uuid().toString());
            } else {
                beyond(keys.get(i), position.values().get(i), statement);
            }
            statement.add(")");
        }
        statement.add(")");
    }

    private static void beyond(Key key, @Nullable Object value, Statement statement) {
        String column = key.column().sql();
        if (key.ascending()) {
            if (value == null) {
                statement.add(column + " is not null");
            } else {
                statement.add(column + " > ").bind(value);
            }
        } else if (value == null) {
            statement.add("false");
        } else {
            statement.add("(" + column + " < ").bind(value).add(" or " + column + " is null)");
        }
    }

    private static int values(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        return switch (one) {
            case String text -> text(text, (String) other);
            case Instant time -> time.compareTo((Instant) other);
            case Boolean flag -> flag.compareTo((Boolean) other);
            case Integer number -> number.compareTo((Integer) other);
            default -> throw new IllegalArgumentException("lists are not ordered by " + one.getClass());
        };
    }

    private static int text(String one, String other) {
        int[] left = one.codePoints().toArray();
        int[] right = other.codePoints().toArray();
        return Arrays.compare(left, right);
    }
}
