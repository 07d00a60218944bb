package io.cellplane.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.compute.hypervisor.simulated.Inside;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.ComputeClient.Answer;
import io.cellplane.standalone.cloud.CloudFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;

/** The demo's server, as its client sees it, and what its guest has on the root disk. */
public final class DemoServer {
    private static final Duration MOST = Duration.ofMinutes(2);
    private static final int POLL_MILLIS = 10;
    private static final int NOT_FOUND = 404;

    private final CloudFile cloud;
    private final ComputeClient client;
    private final String id;

    private DemoServer(CloudFile cloud, ComputeClient client, String id) {
        this.cloud = cloud;
        this.client = client;
        this.id = id;
    }

    /** Asks for one; it boots from now on. */
    static DemoServer boot(CloudFile cloud, ComputeClient client, ObjectNode body) {
        Answer answer = client.compute("POST", "/servers", body).good();
        return new DemoServer(
                cloud, client, answer.body().path("server").path("id").asText());
    }

    UUID id() {
        return UUID.fromString(id);
    }

    JsonNode shown() {
        return get().good().body().path("server");
    }

    private Answer get() {
        return client.compute("GET", "/servers/" + id, null);
    }

    void act(ObjectNode action) {
        client.compute("POST", "/servers/" + id + "/action", action).good();
    }

    /** Deletes it and returns when it is gone. */
    void delete() {
        client.compute("DELETE", "/servers/" + id, null).good();
        await(answer -> answer.status() == NOT_FOUND);
    }

    /** @throws IllegalStateException when it does not come to rest in this status in time */
    JsonNode await(String status) {
        JsonNode server = await(answer -> {
                    JsonNode seen = answer.good().body().path("server");
                    return seen.path("status").asText().equals("ERROR")
                            || (seen.path("status").asText().equals(status)
                                    && task(seen).isEmpty());
                })
                .body()
                .path("server");
        if (!server.path("status").asText().equals(status)) {
            throw new IllegalStateException("server " + id + " is in ERROR: " + server.path("fault"));
        }
        return server;
    }

    /** What is being done to it; empty when nothing is. */
    static String task(JsonNode server) {
        return server.path("OS-EXT-STS:task_state").asText("").replace("null", "");
    }

    static String host(JsonNode server) {
        return server.path("OS-EXT-SRV-ATTR:host").asText();
    }

    static String cell(JsonNode server) {
        return host(server).replaceFirst("-host.*", "");
    }

    /** Its guest, where it is now. */
    Inside inside() {
        JsonNode server = shown();
        Path data = cloud.data();
        String cell = cell(server);
        return new Inside(
                data.resolve("hosts").resolve(cell).resolve(host(server)).resolve("guests"),
                data.resolve("storage").resolve(cell),
                host(server),
                id());
    }

    private Answer await(Predicate<Answer> wanted) {
        long deadline = System.nanoTime() + MOST.toNanos();
        while (true) {
            Answer answer = get();
            if (wanted.test(answer)) {
                return answer;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("server " + id + " stays as it is: " + answer.body());
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
