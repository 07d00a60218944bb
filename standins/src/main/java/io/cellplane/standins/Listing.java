package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Filters and pages, as clients ask for them in the query. */
final class Listing {
    private Listing() {}

    /** Those whose fields have one of the values asked for; keys that are no filter are left aside. */
    static List<ObjectNode> filtered(List<ObjectNode> all, Call call, Set<String> filters) {
        List<ObjectNode> left = all;
        for (Map.Entry<String, List<String>> asked : call.query().entrySet()) {
            if (filters.contains(asked.getKey())) {
                left = left.stream()
                        .filter(one -> hasOne(one.path(asked.getKey()), asked.getValue()))
                        .toList();
            }
        }
        return left;
    }

    /** By the one field that is asked for, as text. */
    static List<ObjectNode> sorted(List<ObjectNode> all, Call call) {
        String key = call.query("sort_key");
        if (key == null) {
            return all;
        }
        Comparator<ObjectNode> order = Comparator.comparing(one -> one.path(key).asText());
        return all.stream()
                .sorted("desc".equals(call.query("sort_dir")) ? order.reversed() : order)
                .toList();
    }

    private static boolean hasOne(JsonNode field, List<String> values) {
        String text = field.isNull() ? "" : field.asText();
        return values.stream()
                .anyMatch(value -> field.isBoolean()
                        ? text.equals(value.toLowerCase(Locale.ROOT)) || (value.equals("1") && field.asBoolean())
                        : text.equals(value));
    }

    /** What stands after {@code marker}, no more than {@code limit}. 400 for a marker that is not there. */
    static List<ObjectNode> page(List<ObjectNode> all, Call call, int most) {
        String marker = call.query("marker");
        int from = 0;
        if (marker != null) {
            List<String> ids = all.stream().map(one -> one.path("id").asText()).toList();
            from = ids.indexOf(marker) + 1;
            if (from == 0) {
                throw WireFailure.bad("Marker " + marker + " could not be found.");
            }
        }
        return all.subList(from, Math.min(all.size(), from + limit(call.query("limit"), most)));
    }

    private static int limit(@Nullable String asked, int most) {
        if (asked == null) {
            return most;
        }
        try {
            int limit = Integer.parseInt(asked);
            if (limit < 0) {
                throw WireFailure.bad("Limit must not be negative.");
            }
            return Math.min(limit, most);
        } catch (NumberFormatException e) {
            throw WireFailure.bad("Limit must be a number.");
        }
    }

    /** Where the list goes on: the same query with another marker. */
    static String next(Call call, String marker) {
        StringBuilder next = new StringBuilder(call.path() + "?marker=").append(marker);
        call.query()
                .forEach((key, values) -> values.stream()
                        .filter(value -> !key.equals("marker"))
                        .forEach(value -> next.append('&')
                                .append(encoded(key))
                                .append('=')
                                .append(encoded(value))));
        return next.toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Only the fields asked for with {@code fields=}, or all. */
    static List<ObjectNode> narrowed(List<ObjectNode> all, Call call) {
        List<String> fields = call.all("fields").stream()
                .flatMap(field -> List.of(field.split(",")).stream())
                .toList();
        if (fields.isEmpty()) {
            return all;
        }
        List<ObjectNode> narrow = new ArrayList<>();
        all.forEach(one -> narrow.add(one.deepCopy().retain(fields)));
        return narrow;
    }
}
