package io.cellplane.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.testing.TestControlLevel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An API over an empty database of its own, with the users of {@link KnownUsers}, and a client that speaks HTTP. */
public final class Cloud implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final TestControlLevel control;
    private final ApiServer server;

    private Cloud(TestControlLevel control, ApiServer server) {
        this.control = control;
        this.server = server;
    }

    public static Cloud start(String name) {
        return start(name, Map.of());
    }

    public static Cloud start(String name, Map<String, Object> properties) {
        TestControlLevel control = new TestControlLevel(name);
        Map<String, Object> all = new java.util.HashMap<>(properties);
        all.put("cellplane.api.port", 0);
        return new Cloud(control, ApiServer.start(all, control.api, control.cells, new KnownUsers()));
    }

    public ApiDatabase api() {
        return control.api;
    }

    public ApiServer server() {
        return server;
    }

    /** A host with 8 VCPUs, 16 GiB and 100 GiB, reported just now. */
    public UUID addHost(String host, String cell) {
        UUID node = UUID.randomUUID();
        Instant now = Instant.now();
        ApiDatabase api = control.api;
        api.database().run(() -> {
            // Of a cell that nobody asks, so it is in no registry.
            control.sql("insert into host_mappings select '" + host + "', '" + cell + "', '" + node + "', now(6)");
            api.hostStates().add(host, cell, UUID.randomUUID(), "up", now);
            api.providers().add(node, host, host, cell, now);
            api.inventories().put(node, "VCPU", 8, 8, 0, 4);
            api.inventories().put(node, "MEMORY_MB", 16384, 16384, 512, 1);
            api.inventories().put(node, "DISK_GB", 100, 100, 0, 1);
        });
        return node;
    }

    /** What came back. */
    public record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        /** The error's words, whatever its fault is called. */
        public String message() {
            return body.isEmpty() ? "" : body.iterator().next().path("message").asText();
        }
    }

    /** A request of a user at a microversion, path from the version on. */
    public Answer call(String user, String version, String method, String path, @Nullable String body) {
        HttpRequest.Builder request = request(method, path, body)
                .header("X-Auth-Token", user)
                .header("OpenStack-API-Version", "compute " + version);
        return send(request);
    }

    public Answer get(String user, String version, String path) {
        return call(user, version, "GET", path, null);
    }

    /** A request without a token and a version; headers are up to the test. */
    public HttpRequest.Builder request(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (body == null) {
            return request.method(method, HttpRequest.BodyPublishers.noBody());
        }
        return request.method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String text = answer.body();
            return new Answer(
                    answer.statusCode(), text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text), answer);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        client.close();
        control.close();
    }
}
