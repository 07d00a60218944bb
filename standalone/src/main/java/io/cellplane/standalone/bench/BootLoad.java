package io.cellplane.standalone.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.ComputeClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Boots servers as clients do: each of some threads posts one, asks for it until it is active, and posts the next. */
final class BootLoad {
    private static final Duration MOST = Duration.ofMinutes(2);
    private static final double FIRST_ASK = 0.7;
    private static final double NEXT_ASK = 0.1;
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
        each(count, threads, _ -> boot());
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Deletes all that were booted and returns when they are gone. */
    void delete(int threads) {
        List<String> all = List.copyOf(servers);
        each(all.size(), threads, index -> {
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

    private interface Seen {
        boolean is(Answer answer);
    }

    private Answer until(String path, Seen seen) {
        long deadline = System.nanoTime() + MOST.toNanos();
        // As few questions as tell the moment within some percent: what they cost is the cloud's CPU time too.
        double pause = Math.max(leastMillis, FIRST_ASK * usualMillis);
        while (System.nanoTime() - deadline < 0) {
            try {
                Thread.sleep((long) pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            pause = Math.max(leastMillis, NEXT_ASK * usualMillis);
            polls.incrementAndGet();
            Answer answer = client.compute("GET", path, null);
            if (seen.is(answer)) {
                return answer;
            }
        }
        throw new IllegalStateException(path + " stayed as it is for " + MOST);
    }

    private static void each(int count, int threads, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(workers.submit(() -> {
                    for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                        work.accept(index);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IllegalStateException(cause == null ? "failed" : cause.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
