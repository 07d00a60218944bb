package io.cellplane.api.servers.list;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Query;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.lists.Column;
import io.cellplane.db.lists.Order;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code sort_key} and {@code sort_dir} of a list of servers mean. */
final class Sorting {
    /** Taken without effect; refused from 2.75. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "architecture",
            "cell_name",
            "cleaned",
            "default_ephemeral_device",
            "default_swap_device",
            "deleted_at",
            "disable_terminate",
            "ephemeral_gb",
            "ephemeral_key_uuid",
            "id",
            "key_data",
            "launched_on",
            "memory_mb",
            "os_type",
            "root_gb",
            "shutdown_terminate",
            "user_data",
            "vcpus",
            "vm_mode");

    private static final Map<String, Column> SORTABLE = sortable();

    private static Map<String, Column> sortable() {
        Map<String, Column> keys = new LinkedHashMap<>();
        for (Column column : Column.values()) {
            keys.put(column.sql(), column);
        }
        keys.remove("flavorid");
        keys.remove("reservation_id");
        keys.put("instance_type_id", Column.FLAVORID);
        return Map.copyOf(keys);
    }

    private Sorting() {}

    /** @throws io.cellplane.contracts.failure.Refused 400, or 403 for a key that is for administrators */
    static Order of(Call call, Query query) {
        List<String> keys = query.all("sort_key");
        List<String> directions = query.all("sort_dir");
        if (directions.size() > Math.max(1, keys.size())) {
            throw Values.bad("Sort direction size exceeds sort key size");
        }
        boolean ascending = false;
        List<Order.Key> chosen = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String direction =
                    i < directions.size() ? directions.get(i) : directions.isEmpty() ? "desc" : directions.getFirst();
            ascending = isAscending(direction);
            Column column = sortable(call, keys.get(i));
            if (column != null && chosen.stream().noneMatch(key -> key.column() == column)) {
                chosen.add(new Order.Key(column, ascending));
            }
        }
        if (chosen.isEmpty()) {
            boolean oldest = !directions.isEmpty() && isAscending(directions.getFirst());
            return oldest ? new Order(List.of(new Order.Key(Column.CREATED_AT, true))) : Order.NEWEST_FIRST;
        }
        return new Order(chosen);
    }

    private static boolean isAscending(String direction) {
        return switch (direction) {
            case "asc" -> true;
            case "desc" -> false;
            default ->
                throw Values.bad("Invalid input for query parameters 0. Value: " + direction + ". '" + direction
                        + "' is not one of ['asc', 'desc']");
        };
    }

    /** @return null when it is taken without effect */
    private static @Nullable Column sortable(Call call, String key) {
        if ((key.equals("host") || key.equals("node")) && !call.isAdmin()) {
            throw Failure.API_FORBIDDEN.refused("Only administrators can sort servers by " + key);
        }
        Column column = SORTABLE.get(key);
        boolean isOld = WITHOUT_EFFECT.contains(key)
                || key.equals("deleted")
                || key.equals("reservation_id")
                || (key.equals("locked") && !call.since(73));
        if (isOld && !call.since(75)) {
            return null;
        }
        if (column == null || isOld) {
            throw Values.bad("Invalid input for query parameters 0. Value: " + key + ". '" + key
                    + "' is not a key that servers are sorted by");
        }
        return column;
    }
}
