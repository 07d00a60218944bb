package io.cellplane.trials.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.trials.bench.MoveBench.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One kind of operation, on each of some servers: posted, and asked for until the server shows its end. */
final class MoveLoad {
    private static final double MEMORY = 0.8;

    private final ComputeClient client;
    private final Phase phase;
    private final String flavor;
    private final int leastMillis;
    private final List<Long> taken = Collections.synchronizedList(new ArrayList<>());
    private volatile double usualMillis;

    /** @param flavor that a resize asks for */
    MoveLoad(ComputeClient client, Phase phase, String flavor, int leastMillis) {
        this.client = client;
        this.phase = phase;
        this.flavor = flavor;
        this.leastMillis = leastMillis;
    }

    /** @return the seconds it took for all of them */
    double run(List<String> servers, int threads) {
        long begun = System.nanoTime();
        Load.each(servers.size(), threads, index -> one(servers.get(index)));
        return (System.nanoTime() - begun) / 1e9;
    }

    Times times() {
        return Times.of(List.copyOf(taken));
    }

    private void one(String server) {
        String path = "/servers/" + server;
        long begun = System.nanoTime();
        client.compute("POST", path + "/action", body()).good();
        JsonNode shown = Load.until(
                        client,
                        path,
                        leastMillis,
                        usualMillis,
                        answer -> isOver(answer.good().body().path("server")))
                .body()
                .path("server");
        if (!shown.path("status").asText().equals(phase.end())) {
            throw new IllegalStateException(phase.word() + " of server " + server + " ended in "
                    + shown.path("status").asText() + ": " + shown.path("fault"));
        }
        long nanos = System.nanoTime() - begun;
        taken.add(nanos);
        usualMillis = usualMillis == 0 ? nanos / 1e6 : MEMORY * usualMillis + (1 - MEMORY) * nanos / 1e6;
    }

    /** A move that was undone is over too: its server shows what it did before, and nothing under way. */
    private boolean isOver(JsonNode server) {
        String status = server.path("status").asText();
        boolean idle = server.path("OS-EXT-STS:task_state").isNull();
        return status.equals("ERROR") || (idle && status.equals(phase.end())) || (idle && phase == Phase.RESIZE);
    }

    private ObjectNode body() {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        if (phase == Phase.RESIZE) {
            body.putObject(phase.word()).put("flavorRef", flavor);
        } else {
            body.putNull(phase.word());
        }
        return body;
    }
}
