package io.cellplane.trials.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.flow.WorkflowIds;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Measures boots against a running cloud from a JVM of its own. */
public final class BootBench {
    private static final int SAMPLE = 20;
    private static final int POLL_MILLIS = 15;
    private static final int POLL_ALONE_MILLIS = 5;

    private BootBench() {}

    /**
     * What is measured.
     *
     * @param count how many servers
     * @param clients how many at once
     * @param warmUp how many are booted and deleted before
     */
    public record Plan(int count, int clients, int warmUp) {}

    /**
     * What it came to; durations in milliseconds, costs per boot.
     *
     * @param cpuBy seconds by kind of process
     * @param polls how often each server was asked for
     */
    public record Result(
            Plan plan,
            double serversPerSecond,
            Times post,
            Times active,
            Map<String, Double> cpuBy,
            double commits,
            double events,
            double messages,
            double polls) {

        /** All of them. */
        public double cpu() {
            return cpuBy.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /** Boots, measures, deletes. @throws IllegalStateException when a boot fails */
    public static Result run(CloudFile cloud, Plan plan) {
        String flavor = "bench-" + UUID.randomUUID();
        int poll = plan.clients() == 1 ? POLL_ALONE_MILLIS : POLL_MILLIS;
        try (ComputeClient client = ComputeClient.admin(cloud)) {
            createFlavor(client, flavor);
            ObjectNode body = client.server("bench", flavor);
            if (plan.warmUp() > 0) {
                BootLoad warm = new BootLoad(client, body, poll);
                warm.boot(plan.warmUp(), plan.clients());
                warm.delete(plan.clients());
            }
            BootLoad load = new BootLoad(client, body, poll);
            Meter before = Meter.read(cloud);
            double seconds = load.boot(plan.count(), plan.clients());
            Meter used = Meter.read(cloud).minus(before);
            double events = events(cloud, load.servers());
            load.delete(plan.clients());
            client.compute("DELETE", "/flavors/" + flavor, null);
            int n = plan.count();
            return new Result(
                    plan,
                    n / seconds,
                    load.posts(),
                    load.actives(),
                    used.cpuPer(n),
                    (double) used.commits() / n,
                    events,
                    (double) used.messages() / n,
                    (double) load.polls() / n);
        }
    }

    private static void createFlavor(ComputeClient client, String flavor) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("flavor")
                .put("id", flavor)
                .put("name", flavor)
                .put("vcpus", 1)
                .put("ram", 256)
                .put("disk", 1);
        client.compute("POST", "/flavors", body).good();
    }

    /** The mean length of the boots' histories, of a sample of them. */
    private static double events(CloudFile cloud, List<String> servers) {
        try (Records records = new Records(cloud);
                Temporal temporal = new Temporal(cloud.temporalAddress(), "default", "bench", 1)) {
            return servers.stream()
                    .limit(SAMPLE)
                    .map(UUID::fromString)
                    .flatMap(server -> records.boot(server).stream()
                            .map(operation -> WorkflowIds.of(server, Kind.BOOT, operation)))
                    .mapToInt(
                            id -> temporal.client().fetchHistory(id).getEvents().size())
                    .average()
                    .orElse(0);
        }
    }
}
