package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a token carries; everything else of it is looked up when it is asked for.
 *
 * @param scope {@code project}, {@code domain}, {@code system} or {@code unscoped}
 * @param target the id of the project or domain, else empty
 * @param audit the token's public name
 * @param credential the id of the application credential that it was got with, else empty
 */
record Claims(
        String user,
        List<String> methods,
        String scope,
        String target,
        Instant issued,
        Instant expires,
        String audit,
        String credential) {

    ObjectNode json() {
        ObjectNode json = Docs.object().put("u", user).put("s", scope).put("t", target);
        json.set("m", Docs.texts(methods));
        return json.put("i", issued.getEpochSecond())
                .put("e", expires.getEpochSecond())
                .put("a", audit)
                .put("c", credential);
    }

    static Claims of(ObjectNode json) {
        List<String> methods = new ArrayList<>();
        json.path("m").forEach(method -> methods.add(method.asText()));
        return new Claims(
                json.path("u").asText(),
                methods,
                json.path("s").asText(),
                json.path("t").asText(),
                Instant.ofEpochSecond(json.path("i").asLong()),
                Instant.ofEpochSecond(json.path("e").asLong()),
                json.path("a").asText(),
                json.path("c").asText());
    }
}
