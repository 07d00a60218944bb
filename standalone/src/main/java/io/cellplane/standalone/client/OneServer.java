package io.cellplane.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient.Answer;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;

/** One server, as its client sees it. */
public final class OneServer {
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final long LEAST_PAUSE = 10;
    private static final long MOST_PAUSE = 500;
    /** Of the time that has passed, the part that is waited before it is asked again. */
    private static final int PART = 20;

    private static final int NOT_FOUND = 404;

    private final ComputeClient client;
    private final String id;

    private OneServer(ComputeClient client, String id) {
        this.client = client;
        this.id = id;
    }

    /** Asks for one; it boots from now on. */
    public static OneServer boot(ComputeClient client, ObjectNode body) {
        Answer answer = client.compute("POST", "/servers", body).good();
        return new OneServer(client, answer.body().path("server").path("id").asText());
    }

    public UUID id() {
        return UUID.fromString(id);
    }

    /** As the API shows it now. */
    public JsonNode shown() {
        return get().good().body().path("server");
    }

    private Answer get() {
        return client.compute("GET", "/servers/" + id, null);
    }

    /** Asks for an action; it is accepted when this returns. */
    public void act(ObjectNode action) {
        client.compute("POST", "/servers/" + id + "/action", action).good();
    }

    /** Deletes it and returns when it is gone. */
    public void delete() {
        client.compute("DELETE", "/servers/" + id, null).good();
        await(answer -> answer.status() == NOT_FOUND);
    }

    /** @throws IllegalStateException when it does not come to rest in this status in time */
    public JsonNode await(String status) {
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
    public static String task(JsonNode server) {
        return server.path("OS-EXT-STS:task_state").asText("").replace("null", "");
    }

    /** Where it is; empty when it is nowhere. */
    public static String host(JsonNode server) {
        return server.path("OS-EXT-SRV-ATTR:host").asText();
    }

    /** The cell of its host. */
    public static String cell(JsonNode server) {
        return host(server).replaceFirst("-host.*", "");
    }

    private Answer await(Predicate<Answer> wanted) {
        long begun = System.nanoTime();
        while (true) {
            Answer answer = get();
            if (wanted.test(answer)) {
                return answer;
            }
            long passed = (System.nanoTime() - begun) / 1_000_000;
            if (passed > MOST.toMillis()) {
                throw new IllegalStateException("server " + id + " stays as it is: " + answer.body());
            }
            try {
                Thread.sleep(Math.clamp(passed / PART, LEAST_PAUSE, MOST_PAUSE));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
