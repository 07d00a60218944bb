package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request. */
final class Call {
    private static final int MOST_JSON = 1 << 20;

    private final HttpExchange exchange;
    private final Map<String, String> vars;
    private final Map<String, List<String>> query;

    Call(HttpExchange exchange, Map<String, String> vars) {
        this.exchange = exchange;
        this.vars = vars;
        this.query = parsed(exchange.getRequestURI().getRawQuery());
    }

    /** A variable of the route. */
    String at(String name) {
        return vars.getOrDefault(name, "");
    }

    List<String> all(String key) {
        return query.getOrDefault(key, List.of());
    }

    @Nullable String query(String key) {
        return all(key).isEmpty() ? null : all(key).getFirst();
    }

    boolean has(String key) {
        return query.containsKey(key);
    }

    Map<String, List<String>> query() {
        return query;
    }

    @Nullable String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /** {@code http://host:port}, as the client said it. */
    String base() {
        return "http://" + host();
    }

    /** The host without the port, as the client said it. */
    String hostName() {
        return host().replaceFirst(":\\d+$", "");
    }

    private String host() {
        String said = header("Host");
        return said != null
                ? said
                : exchange.getLocalAddress().getHostString() + ":"
                        + exchange.getLocalAddress().getPort();
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    String rawPath() {
        return exchange.getRequestURI().getRawPath();
    }

    InputStream body() {
        return exchange.getRequestBody();
    }

    /** The object under this key of the JSON body. */
    ObjectNode json(String key) {
        if (json() instanceof ObjectNode root && root.get(key) instanceof ObjectNode found) {
            return found;
        }
        throw WireFailure.bad("'" + key + "' is a required property");
    }

    JsonNode json() {
        try {
            byte[] bytes = exchange.getRequestBody().readNBytes(MOST_JSON + 1);
            if (bytes.length > MOST_JSON) {
                throw new WireFailure(413, "", "The request is too large.");
            }
            JsonNode read = Store.JSON.readTree(bytes);
            if (read == null || read.isMissingNode()) {
                throw WireFailure.bad("The request needs a JSON body.");
            }
            return read;
        } catch (IOException e) {
            throw WireFailure.bad("The request body is not valid JSON.");
        }
    }

    private static Map<String, List<String>> parsed(@Nullable String raw) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (!key.isEmpty()) {
                all.computeIfAbsent(decoded(key), name -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return all;
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw WireFailure.bad("The address is not well encoded.");
        }
    }
}
