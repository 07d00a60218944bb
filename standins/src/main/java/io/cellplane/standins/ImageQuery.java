package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the image service's list is asked for beside equality: several values, times, sizes, and an order. */
final class ImageQuery {
    private static final String SEVERAL = "in:";
    private static final Set<String> TIMES = Set.of("created_at", "updated_at");
    private static final Set<String> SEVERALS = Set.of("id", "name", "status", "container_format", "disk_format");
    private static final Set<String> KEYS = Set.of(
            "name", "status", "container_format", "disk_format", "size", "id", "created_at", "updated_at", "min_disk");

    private ImageQuery() {}

    /** Those that pass the filters. 400 for a time that is none. */
    static List<ObjectNode> filtered(List<ObjectNode> all, Call call, Set<String> filters) {
        Set<String> equal = new HashSet<>(filters);
        List<ObjectNode> left = all;
        for (String key : filters) {
            String value = String.valueOf(call.query(key));
            if (TIMES.contains(key)) {
                equal.remove(key);
                left = left.stream()
                        .filter(image -> compares(image.path(key).asText(), value))
                        .toList();
            } else if (SEVERALS.contains(key) && value.startsWith(SEVERAL)) {
                equal.remove(key);
                List<String> wanted = List.of(value.substring(SEVERAL.length()).split(",", -1));
                left = left.stream()
                        .filter(image -> wanted.contains(image.path(key).asText()))
                        .toList();
            }
        }
        return Listing.filtered(left, call, equal);
    }

    /** {@code gte:2026-01-01T00:00:00Z} and the like. */
    private static boolean compares(String time, String wanted) {
        int colon = wanted.indexOf(':');
        String operator = colon > 0 && colon < 4 ? wanted.substring(0, colon) : "eq";
        String than = colon > 0 && colon < 4 ? wanted.substring(colon + 1) : wanted;
        int order = instant(time).compareTo(instant(than));
        return switch (operator) {
            case "eq" -> order == 0;
            case "neq" -> order != 0;
            case "gt" -> order > 0;
            case "gte" -> order >= 0;
            case "lt" -> order < 0;
            case "lte" -> order <= 0;
            default -> throw WireFailure.bad("Unable to filter by unknown operator '" + operator + "'.");
        };
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text.endsWith("Z") ? text : text + "Z");
        } catch (DateTimeException e) {
            throw WireFailure.bad("Invalid time format: " + text);
        }
    }

    /** In the order of {@code sort} or {@code sort_key} and {@code sort_dir}; else as they come, the newest first. */
    static List<ObjectNode> sorted(List<ObjectNode> all, Call call) {
        List<String> keys = new ArrayList<>(call.all("sort_key"));
        List<String> directions = new ArrayList<>(call.all("sort_dir"));
        String sort = call.query("sort");
        if (sort != null) {
            for (String one : sort.split(",")) {
                String[] parts = one.split(":", 2);
                keys.add(parts[0]);
                directions.add(parts.length == 2 ? parts[1] : "desc");
            }
        }
        List<ObjectNode> left = new ArrayList<>(all);
        for (int i = keys.size() - 1; i >= 0; i--) {
            String key = keys.get(i);
            if (!KEYS.contains(key)) {
                throw WireFailure.bad("Invalid sort key: " + key + ".");
            }
            String direction = directions.isEmpty() ? "desc" : directions.get(Math.min(i, directions.size() - 1));
            Comparator<ObjectNode> by = Comparator.comparing((ObjectNode image) -> image.path(key), ImageQuery::order);
            left.sort(direction.equals("asc") ? by : by.reversed());
        }
        return left;
    }

    private static int order(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? Long.compare(one.asLong(), other.asLong())
                : one.asText().compareTo(other.asText());
    }
}
