package io.cellplane.process.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cellplane.process.metrics.Meters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A process's small HTTP server for those who watch it: {@code /healthz} (it lives, and what it is), {@code /readyz} (200 only while it
 * can do its work; the body names what is missing, and says what is to be mended though it does), {@code /metrics} (Prometheus).
 */
public final class HealthPage implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final ObjectMapper WRITER = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param port 0 takes a free one
     * @param schemas the migration that each kind of database must have had at the least
     * @throws UncheckedIOException when the port is taken
     */
    public HealthPage(String host, int port, Map<String, Integer> schemas, Readiness readiness, Meters meters) {
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot serve health on " + host + ":" + port + ": " + e.getMessage(), e);
        }
        server.setExecutor(threads);
        server.createContext("/healthz", exchange -> answer(exchange, 200, JSON, lives(schemas)));
        server.createContext("/readyz", exchange -> {
            List<String> missing = readiness.missing();
            answer(exchange, missing.isEmpty() ? 200 : 503, JSON, body(missing, readiness.advice()));
        });
        server.createContext("/metrics", exchange -> answer(exchange, 200, Meters.CONTENT_TYPE, meters.scrape()));
        server.createContext("/", exchange -> answer(exchange, 404, JSON, "{}"));
        server.start();
    }

    private static String lives(Map<String, Integer> schemas) {
        return "{\"live\":true,\"version\":\"%s\",\"commit\":\"%s\",\"schemas\":{%s}}"
                .formatted(
                        Build.here().version(),
                        Build.here().commit(),
                        schemas.entrySet().stream()
                                .map(schema -> "\"" + schema.getKey() + "\":" + schema.getValue())
                                .sorted()
                                .collect(Collectors.joining(",")));
    }

    private static String body(List<String> missing, List<String> advice) {
        ObjectNode body = WRITER.createObjectNode().put("ready", missing.isEmpty());
        missing.forEach(body.putArray("missing")::add);
        if (!advice.isEmpty()) {
            advice.forEach(body.putArray("advice")::add);
        }
        return body.toString();
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Where it is. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
