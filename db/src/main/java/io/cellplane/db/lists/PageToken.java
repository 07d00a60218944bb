package io.cellplane.db.lists;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.db.Ascii;
import io.cellplane.db.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ended, as text: what a list is ordered by, the last server and its values. So the next page needs nothing of
 * that server's cell. It comes back from clients, so nothing in it is believed but that somebody wants to begin there.
 */
public final class PageToken {
    /** What does not fit into an address with the rest of a query. */
    private static final int MOST = 1500;

    private static final Instant EARLIEST = Instant.parse("1000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private record Content(String order, UUID server, List<@Nullable Object> values) {}

    private PageToken() {}

    /** Empty when a server's id is enough, or the values are too long. */
    public static Optional<String> of(Order order, Listed last) {
        UUID uuid = last.row().uuid();
        if (order.of(uuid, last.row().createdAt()) != null) {
            return Optional.empty();
        }
        List<@Nullable Object> values = new ArrayList<>();
        order.of(last.row()).values().forEach(value -> values.add(value instanceof Instant at ? at.toString() : value));
        String text = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        Json.write(new Content(order.sql(), uuid, values)).getBytes(StandardCharsets.UTF_8));
        return text.length() > MOST ? Optional.empty() : Optional.of(text);
    }

    /**
     * The place after which the next page begins; empty when the token is of another order, or of another server than the
     * marker.
     *
     * @throws IllegalArgumentException for what is no such token
     */
    public static Optional<Order.Position> read(String token, Order order, UUID marker) {
        Content content;
        try {
            String json = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            content = Json.read(json, new TypeReference<Content>() {});
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("not a place in a list", e);
        }
        if (content == null || content.values() == null) {
            throw new IllegalArgumentException("not a place in a list");
        }
        if (!order.sql().equals(content.order()) || !marker.equals(content.server())) {
            return Optional.empty();
        }
        if (content.values().size() != order.keys().size()) {
            throw new IllegalArgumentException("not a place in a list");
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < content.values().size(); i++) {
            values.add(value(order.keys().get(i).column(), content.values().get(i)));
        }
        return Optional.of(new Order.Position(values, marker));
    }

    private static @Nullable Object value(Column column, @Nullable Object said) {
        Object value = said;
        if (said instanceof String text && column.type() == Instant.class) {
            value = time(text);
        }
        boolean isPossible = value == null
                ? column.isNullable()
                : column.type().isInstance(value)
                        && (!column.isAscii() || Ascii.mayBe(value.toString()))
                        && StandardCharsets.UTF_8.newEncoder().canEncode(value.toString());
        if (!isPossible) {
            throw new IllegalArgumentException("not a value of " + column.sql());
        }
        return value;
    }

    private static Instant time(String text) {
        try {
            Instant at = Instant.parse(text);
            if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
                throw new IllegalArgumentException("not a time that a server may have");
            }
            return at;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time", e);
        }
    }
}
