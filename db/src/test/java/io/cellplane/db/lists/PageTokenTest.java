package io.cellplane.db.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.db.Json;
import io.cellplane.db.cell.ServerRow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {
    private static final Order ORDER = new Order(List.of(
            new Order.Key(Column.DISPLAY_NAME, true),
            new Order.Key(Column.DISPLAY_DESCRIPTION, false),
            new Order.Key(Column.LAUNCHED_AT, false),
            new Order.Key(Column.LOCKED, true),
            new Order.Key(Column.POWER_STATE, true)));
    private static final ServerRow ROW =
            Clouds.row(UUID.randomUUID(), 1, "p", "\uD83D\uDE00 a ", Clouds.EPOCH.plusNanos(1000), null, null);
    private static final Listed LAST = new Listed("c1", ROW, null, false);

    /** Stands for half of a pair, which text in UTF-8 cannot have but JSON can. */
    private static final String LONE = "(lone)";

    private static String token(Order order, UUID server, @Nullable Object... values) {
        Map<String, @Nullable Object> content = new HashMap<>();
        content.put("order", order.sql());
        content.put("server", server);
        content.put("values", Arrays.asList(values));
        String json = Json.write(content).replace(LONE, "\\ud83d");
        return Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_place_comes_back_as_it_was() {
        String token = PageToken.of(ORDER, LAST).orElseThrow();
        assertThat(PageToken.read(token, ORDER, ROW.uuid())).contains(ORDER.of(ROW));
    }

    @Test
    void an_id_is_enough_where_time_alone_decides() {
        assertThat(PageToken.of(Order.NEWEST_FIRST, LAST)).isEmpty();
    }

    @Test
    void a_place_of_another_order_or_server_is_none_here() {
        String token = PageToken.of(ORDER, LAST).orElseThrow();
        assertThat(PageToken.read(token, ORDER, UUID.randomUUID())).isEmpty();
        Order other = new Order(List.of(new Order.Key(Column.DISPLAY_NAME, true)));
        assertThat(PageToken.read(token, other, ROW.uuid())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "bnVsbA", "e30", "W10", "eyJvcmRlciI6MX0", "x"})
    void what_is_no_place_is_said(String token) {
        assertThatThrownBy(() -> PageToken.read(token, ORDER, ROW.uuid())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void values_that_a_column_cannot_have_are_refused() {
        UUID server = ROW.uuid();
        Map<Column, List<Object>> wrong = Map.of(
                Column.DISPLAY_NAME, List.of(1, true, List.of("a"), LONE),
                Column.LOCKED, List.of("true", 1),
                Column.POWER_STATE, List.of("1", 1L << 40, 1.5),
                Column.VM_STATE, List.of("\u00e4"),
                Column.CREATED_AT, List.of("yesterday", "+1000000-01-01T00:00:00Z", 5));
        wrong.forEach((column, values) -> values.forEach(value -> {
            Order order = new Order(List.of(new Order.Key(column, true)));
            assertThatThrownBy(() -> PageToken.read(token(order, server, value), order, server))
                    .as(column + " " + value)
                    .isInstanceOf(IllegalArgumentException.class);
        }));
        Order byName = new Order(List.of(new Order.Key(Column.DISPLAY_NAME, true)));
        assertThatThrownBy(() -> PageToken.read(token(byName, server, (Object) null), byName, server))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PageToken.read(token(byName, server, "a", "b"), byName, server))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
