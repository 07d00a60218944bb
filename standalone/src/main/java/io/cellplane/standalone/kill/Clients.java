package io.cellplane.standalone.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.ComputeClient.Answer;
import io.cellplane.standalone.cloud.CloudFile;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that boot and delete servers, each in a thread of its own, and do what a person does whose call was lost. */
final class Clients implements AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    private final ComputeClient client;
    private final ObjectNode body;
    private final AtomicInteger busy = new AtomicInteger();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    Clients(CloudFile cloud) {
        client = ComputeClient.admin(cloud);
        String flavor = "kill-" + UUID.randomUUID();
        ObjectNode asked = ComputeClient.JSON.createObjectNode();
        asked.putObject("flavor")
                .put("id", flavor)
                .put("name", flavor)
                .put("vcpus", 1)
                .put("ram", 64)
                .put("disk", 1);
        client.compute("POST", "/flavors", asked).good();
        body = client.server("", flavor);
    }

    /** Asks once; whether it was accepted is seen by its name. */
    void boot(String name) {
        begin(() -> note("POST of " + name, post(name)));
    }

    /** Asks once and tells the answer. */
    Answer post(String name) {
        return post(name, "nova");
    }

    /** @param zone {@code nova:<host>} for one host */
    Answer post(String name, String zone) {
        ObjectNode named = body.deepCopy();
        ((ObjectNode) named.path("server")).put("name", name).put("availability_zone", zone);
        return client.compute("POST", "/servers", named);
    }

    /** A call without a body. */
    Answer call(String method, String path) {
        return client.compute(method, path, null);
    }

    /** Asks until it has been accepted. */
    void delete(String server) {
        begin(() -> {
            while (true) {
                try {
                    Answer answer = client.compute("DELETE", "/servers/" + server, null);
                    note("DELETE of " + server, answer);
                    if (answer.status() < SERVER_ERROR) {
                        return;
                    }
                } catch (UncheckedIOException lost) {
                    // The API died: asked again.
                }
                Until.pause(Duration.ofMillis(200));
            }
        });
    }

    private void note(String what, Answer answer) {
        if (answer.status() >= 400 && answer.status() < SERVER_ERROR && answer.status() != NOT_FOUND) {
            refused.add(what + " was answered " + answer.status() + ": " + answer.body());
        }
    }

    private void begin(Runnable work) {
        busy.incrementAndGet();
        Thread.ofVirtual().start(() -> {
            try {
                work.run();
            } catch (UncheckedIOException lost) {
                // The API died: whether it accepted is seen later.
            } finally {
                busy.decrementAndGet();
            }
        });
    }

    boolean idle() {
        return busy.get() == 0;
    }

    /** Answers that no kill explains; asking empties them. */
    List<String> refused() {
        List<String> all = List.copyOf(refused);
        refused.removeAll(all);
        return all;
    }

    /** A server as a list shows it. */
    record Seen(String id, String name, String status, String host) {}

    /** Every server whose name begins so, by id. @throws UncheckedIOException while the API is away */
    Map<String, Seen> seen(String prefix) {
        Map<String, Seen> all = new HashMap<>();
        Answer answer = client.compute(
                "GET",
                "/servers/detail?all_tenants=1&limit=1000&name=" + URLEncoder.encode(prefix, StandardCharsets.UTF_8),
                null);
        for (JsonNode server : answer.good().body().path("servers")) {
            Seen one = new Seen(
                    server.path("id").asText(),
                    server.path("name").asText(),
                    server.path("status").asText(),
                    server.path("OS-EXT-SRV-ATTR:host").asText(""));
            all.put(one.id(), one);
        }
        return all;
    }

    @Override
    public void close() {
        client.close();
    }
}
