package io.cellplane.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One thing that a guest reads. */
@SuppressWarnings("ArrayRecordComponent") // never compared, only written
public record Document(String type, byte[] content) {
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final JsonMapper JSON = new JsonMapper();

    static Document text(byte[] content) {
        return new Document(TEXT, content);
    }

    static Document text(String content) {
        return text(content.getBytes(StandardCharsets.UTF_8));
    }

    /** What there is below a path, one a line. */
    static Document list(List<String> names) {
        return text(String.join("\n", names));
    }

    static Document json(Map<String, ?> content) {
        try {
            return new Document("application/json", JSON.writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            // Without its cause, whose words may be the content's.
            throw new IllegalStateException("a document for a guest cannot be written");
        }
    }
}
