package io.cellplane.trials.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.ComputeClient.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Boots servers as clients do: each of some threads posts one, asks for it until it is active, and posts the next. */
final class BootLoad {
    private static final double MEMORY = 0.8;

    private final ComputeClient client;
    private final ObjectNode body;
    private final int leastMillis;
    private final List<Long> posts = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> actives = Collections.synchronizedList(new ArrayList<>());
    private final List<String> servers = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger polls = new AtomicInteger();
    private volatile double usualMillis;

    BootLoad(ComputeClient client, ObjectNode body, int leastMillis) {
        this.client = client;
        this.body = body;
        this.leastMillis = leastMillis;
    }

    /** Boots that many and returns the seconds it took. */
    double boot(int count, int threads) {
        long begun = System.nanoTime();
        Load.each(count, threads, _ -> boot());
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Deletes all that were booted and returns when they are gone. */
    void delete(int threads) {
        List<String> all = List.copyOf(servers);
        Load.each(all.size(), threads, index -> {
            String path = "/servers/" + all.get(index);
            client.compute("DELETE", path, null).good();
            until(path, answer -> answer.status() == 404);
        });
    }

    Times posts() {
        return Times.of(List.copyOf(posts));
    }

    Times actives() {
        return Times.of(List.copyOf(actives));
    }

    List<String> servers() {
        return List.copyOf(servers);
    }

    int polls() {
        return polls.get();
    }

    private void boot() {
        long begun = System.nanoTime();
        Answer answer = client.compute("POST", "/servers", body).good();
        posts.add(System.nanoTime() - begun);
        String id = answer.body().path("server").path("id").asText();
        servers.add(id);
        JsonNode server = until(
                        "/servers/" + id,
                        shown -> !shown.good()
                                .body()
                                .path("server")
                                .path("status")
                                .asText()
                                .equals("BUILD"))
                .body()
                .path("server");
        if (!server.path("status").asText().equals("ACTIVE")) {
            throw new IllegalStateException("server " + id + " did not boot: " + server.path("fault"));
        }
        long taken = System.nanoTime() - begun;
        actives.add(taken);
        usualMillis = usualMillis == 0 ? taken / 1e6 : MEMORY * usualMillis + (1 - MEMORY) * taken / 1e6;
    }

    private Answer until(String path, Predicate<Answer> seen) {
        return Load.until(client, path, leastMillis, usualMillis, answer -> {
            polls.incrementAndGet();
            return seen.test(answer);
        });
    }
}
