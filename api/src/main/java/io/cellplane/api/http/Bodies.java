package io.cellplane.api.http;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.contracts.failure.Failure;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.body.CloseableAvailableByteBody;
import io.micronaut.http.body.CloseableByteBody;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Reads bodies, whole and at once: they are small. */
@Singleton
final class Bodies {
    /** The request as it came, whatever its path was changed to. */
    static final String SENT = "cellplane.sent";

    static final int MOST_BYTES = 112 * 1024;

    private final ObjectMapper json = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A JSON null when there is none. */
    JsonNode read(HttpRequest<?> request) {
        if (request.getContentLength() > MOST_BYTES) {
            throw Failure.API_TOO_LARGE.refused();
        }
        byte[] bytes = bytes(request);
        if (bytes.length > MOST_BYTES) {
            throw Failure.API_TOO_LARGE.refused();
        }
        if (bytes.length == 0) {
            return NullNode.getInstance();
        }
        try {
            JsonNode read = json.readTree(bytes);
            if (!read.isObject() || !isText(read)) {
                throw Failure.API_MALFORMED_BODY.refused();
            }
            return read;
        } catch (IOException e) {
            throw Failure.API_MALFORMED_BODY.refused();
        }
    }

    /** Whether all texts are: half of a surrogate pair is no character. */
    private static boolean isText(JsonNode node) {
        if (node.isTextual()) {
            return isText(node.textValue());
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!isText(field.getKey())) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!isText(child)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(String text) {
        return text.codePoints().noneMatch(sign -> sign >= Character.MIN_SURROGATE && sign <= Character.MAX_SURROGATE);
    }

    /** Names may have spaces around them in the oldest API, without their being part of the name. */
    static JsonNode stripped(JsonNode body) {
        for (JsonNode resource : body) {
            if (resource instanceof ObjectNode fields && fields.path("name").isTextual()) {
                fields.put("name", fields.path("name").textValue().strip());
            }
        }
        return body;
    }

    /** At the speed of this reader: nobody else reads the body, and a slower twin would hold a long one up for ever. */
    private static byte[] bytes(HttpRequest<?> request) {
        ServerHttpRequest<?> server =
                request.getAttribute(SENT, ServerHttpRequest.class).orElseThrow();
        // The other half is never read: waiting for it would stop every body that is larger than the socket's buffer.
        try (CloseableByteBody split = server.byteBody().split(ByteBody.SplitBackpressureMode.FASTEST);
                CloseableAvailableByteBody whole = split.buffer().join()) {
            return whole.toByteArray();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
