package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.UUID;

/** Pieces that every service's documents are made of. */
final class Docs {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private Docs() {}

    static ObjectNode object() {
        return Store.JSON.createObjectNode();
    }

    static ArrayNode array(Collection<? extends ObjectNode> all) {
        return Store.JSON.createArrayNode().addAll(all);
    }

    static ArrayNode texts(Collection<String> all) {
        ArrayNode array = Store.JSON.createArrayNode();
        all.forEach(array::add);
        return array;
    }

    /** An id as the identity service makes them: 32 hex digits. */
    static String hexId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    static String id() {
        return UUID.randomUUID().toString();
    }

    static String micros(Instant time) {
        return MICROS.format(time);
    }

    static String seconds(Instant time) {
        return SECONDS.format(time);
    }

    static ObjectNode version(String id, String status, String href) {
        ObjectNode version = object().put("id", id).put("status", status).put("updated", "2026-01-01T00:00:00Z");
        version.putArray("links").addObject().put("rel", "self").put("href", href);
        return version;
    }
}
