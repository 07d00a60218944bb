package io.cellplane.metadata;

import com.sun.net.httpserver.HttpExchange;
import io.cellplane.guest.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a guest gets. */
@SuppressWarnings("ArrayRecordComponent") // never compared, only written
record Answer(int status, String type, byte[] body, Map<String, String> headers) {
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final String AGAIN_SECONDS = "1";

    static Answer of(Document document) {
        return new Answer(200, document.type(), document.content(), Map.of());
    }

    static Answer text(int status, String words) {
        return new Answer(status, TEXT, words.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Answer notFound() {
        return text(404, "Not Found");
    }

    /** What will be there if it is asked for again. */
    static Answer later(String words) {
        return new Answer(503, TEXT, words.getBytes(StandardCharsets.UTF_8), Map.of("Retry-After", AGAIN_SECONDS));
    }

    void send(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        headers.forEach(exchange.getResponseHeaders()::set);
        boolean silent = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(status, silent ? -1 : body.length);
        if (!silent) {
            exchange.getResponseBody().write(body);
        }
    }
}
