package io.cellplane.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of a request: each key with its values, in the order of the address. */
public final class Query {
    private final Map<String, List<String>> values;

    public Query(Map<String, List<String>> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /** Each key with all its values, as the schemas of queries see it. */
    public ObjectNode asJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        values.forEach((key, all) -> all.forEach(node.withArray("/" + pointer(key))::add));
        return node;
    }

    private static String pointer(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The last value of that key. */
    public @Nullable String text(String key) {
        List<String> all = values.get(key);
        return all == null || all.isEmpty() ? null : all.getLast();
    }

    public List<String> all(String key) {
        return values.getOrDefault(key, List.of());
    }

    public Map<String, List<String>> values() {
        return values;
    }

    /**
     * One that is larger than any number here is the largest.
     *
     * @throws io.cellplane.contracts.failure.Refused 400 when it is there and is not a whole number from 0 on
     */
    public int number(String key, int standard) {
        String text = text(key);
        if (text == null) {
            return standard;
        }
        return Values.number(text)
                .orElseThrow(() -> Failure.API_INVALID_INPUT.refused(
                        key + " param must be an integer greater than or equal to 0"));
    }

    /** Its own encoding again, with these values of keys, or none of them, for the link to the next page. */
    String encodedWith(Map<String, List<String>> place) {
        Map<String, List<String>> next = new LinkedHashMap<>(values);
        next.putAll(place);
        StringBuilder text = new StringBuilder();
        next.forEach((key, all) -> all.forEach(value -> text.append(text.isEmpty() ? "" : "&")
                .append(encode(key))
                .append('=')
                .append(encode(value))));
        return text.toString();
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
