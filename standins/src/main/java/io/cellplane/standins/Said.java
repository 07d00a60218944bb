package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer: a JSON body, a file, or neither. */
record Said(int status, @Nullable JsonNode json, @Nullable Path file, Map<String, String> headers) {
    static Said ok(JsonNode json) {
        return new Said(200, json, null, Map.of());
    }

    static Said of(int status, JsonNode json) {
        return new Said(status, json, null, Map.of());
    }

    static Said nothing() {
        return new Said(204, null, null, Map.of());
    }

    static Said file(Path file, Map<String, String> headers) {
        return new Said(200, null, file, headers);
    }

    Said with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Said(status, json, file, more);
    }
}
