package io.cellplane.trials.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Timestamp;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.OneServer;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.lab.GuestConsole;
import io.cellplane.standalone.lab.LabCloud;
import io.cellplane.standalone.lab.LabHost;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.flow.WorkflowIds;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Boots real guests one by one and tells where the time of each goes, from the history of its operation and its console. */
public final class LabBootBench {
    private static final int MEMORY = 128;
    private static final Duration SAID = Duration.ofMinutes(3);
    private static final String ACTIVE = "POST to ACTIVE";
    private static final String SPEAKS = "ACTIVE to the guest's first line";
    private static final String READY = "first line to ready";
    private static final String ALL = "POST to ready";

    private final CloudFile cloud;
    private final ComputeClient client;
    private final String flavor = "bench-" + UUID.randomUUID();

    private LabBootBench(CloudFile cloud, ComputeClient client) {
        this.cloud = cloud;
        this.client = client;
    }

    /**
     * What it came to.
     *
     * @param first of the first guest on each host, which fetches the image: milliseconds by step
     * @param others of all others
     */
    public record Result(List<Map<String, Double>> first, List<Map<String, Double>> others) {

        /** A line for each step. */
        public String table() {
            StringBuilder table =
                    new StringBuilder("%n%-36s %16s %16s%n".formatted("p50 in ms", "image to fetch", "image there"));
            steps().forEach(step ->
                    table.append("%-36s %16.0f %16.0f%n".formatted(step, median(first, step), median(others, step))));
            return table.append("%-36s %16d %16d%n".formatted("boots", first.size(), others.size()))
                    .toString();
        }

        /** One line for programs. */
        public String json() {
            ObjectNode line = ComputeClient.JSON.createObjectNode();
            ObjectNode fetching = line.putObject("first_on_its_host_p50_ms");
            ObjectNode there = line.putObject("others_p50_ms");
            steps().forEach(step -> {
                fetching.put(step, Math.round(median(first, step)));
                there.put(step, Math.round(median(others, step)));
            });
            return line.toString();
        }

        private List<String> steps() {
            return (others.isEmpty() ? first : others)
                    .stream().flatMap(boot -> boot.keySet().stream()).distinct().toList();
        }

        private static double median(List<Map<String, Double>> boots, String step) {
            return Times.ofMillis(boots.stream()
                            .map(boot -> boot.getOrDefault(step, 0.0))
                            .toList())
                    .at(0.5);
        }
    }

    /** Boots, measures, deletes. @throws IllegalStateException when a boot fails */
    public static Result run(CloudFile cloud, int servers) {
        try (ComputeClient client = ComputeClient.admin(cloud)) {
            return new LabBootBench(cloud, client).run(servers);
        }
    }

    private Result run(int servers) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("flavor")
                .put("id", flavor)
                .put("name", flavor)
                .put("vcpus", 1)
                .put("ram", MEMORY)
                .put("disk", 1);
        client.compute("POST", "/flavors", body).good();
        List<String> hosts = LabHost.all(cloud).stream().map(LabHost::name).toList();
        List<Map<String, Double>> first = new ArrayList<>();
        List<Map<String, Double>> others = new ArrayList<>();
        try {
            for (int i = 0; i < hosts.size() + servers; i++) {
                Map<String, Double> boot = boot(hosts.get(i % hosts.size()));
                (i < hosts.size() ? first : others).add(boot);
                System.out.printf("boot %d of %d: ready after %.1f s%n", i + 1, hosts.size() + servers, all(boot));
            }
        } finally {
            client.compute("DELETE", "/flavors/" + flavor, null);
        }
        return new Result(first, others);
    }

    private static double all(Map<String, Double> boot) {
        return boot.getOrDefault(ALL, 0.0) / 1e3;
    }

    private Map<String, Double> boot(String host) {
        ObjectNode body = client.server("bench", flavor, LabCloud.IMAGE, "marker=bench\n");
        ((ObjectNode) body.path("server")).put("availability_zone", "nova:" + host);
        long posted = System.nanoTime();
        OneServer server = OneServer.boot(client, body);
        double accepted = since(posted);
        server.await("ACTIVE");
        double active = since(posted);
        GuestConsole console = new GuestConsole(LabHost.of(cloud, host), server.id());
        console.await("its first line", said -> said.count("cellplane:") > 0, SAID);
        double speaks = since(posted);
        console.await("that it is ready", said -> said.boot().isPresent(), SAID);
        double ready = since(posted);
        Map<String, Double> steps = new LinkedHashMap<>();
        steps.put("POST", accepted);
        steps.putAll(steps(server.id()));
        steps.put(ACTIVE, active);
        steps.put(SPEAKS, speaks - active);
        steps.put(READY, ready - speaks);
        steps.put(ALL, ready);
        server.delete();
        return steps;
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }

    /** How long each step of its boot took, from when it was to be done until its answer was there. */
    private Map<String, Double> steps(UUID server) {
        Map<String, Double> steps = new LinkedHashMap<>();
        try (Records records = new Records(cloud);
                Temporal temporal = new Temporal(cloud.temporalAddress(), "default", "bench", 1)) {
            UUID operation = records.boot(server).orElseThrow();
            Map<Long, HistoryEvent> scheduled = new HashMap<>();
            for (HistoryEvent event : temporal.client()
                    .fetchHistory(WorkflowIds.of(server, Kind.BOOT, operation))
                    .getEvents()) {
                if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) {
                    scheduled.put(event.getEventId(), event);
                } else if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED) {
                    HistoryEvent begun = scheduled.get(
                            event.getActivityTaskCompletedEventAttributes().getScheduledEventId());
                    if (begun != null) {
                        String name = begun.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName();
                        steps.merge("  " + name, millis(begun, event), Double::sum);
                    }
                }
            }
        }
        return steps;
    }

    private static double millis(HistoryEvent from, HistoryEvent to) {
        return Duration.between(at(from), at(to)).toNanos() / 1e6;
    }

    private static Instant at(HistoryEvent event) {
        Timestamp time = event.getEventTime();
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
