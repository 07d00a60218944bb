package io.cellplane.trials.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.control.MigrationRows;
import io.cellplane.db.control.OperationRow;
import io.cellplane.standalone.client.CellLeaving;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.flow.WorkflowIds;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Measures resizes, confirms and reverts against a running cloud from a JVM of its own. */
public final class MoveBench implements AutoCloseable {
    private static final int SAMPLE = 10;
    private static final int POLL_MILLIS = 10;

    private final CloudFile cloud;
    private final ComputeClient client;
    private final Plan plan;
    private final String name = "bench-" + UUID.randomUUID();

    /**
     * What is measured.
     *
     * @param count how many servers are resized one by one
     * @param clients how many at once afterwards
     * @param acrossCells into the other cell, or within their own
     */
    public record Plan(int count, int clients, boolean acrossCells) {}

    /** The operations, by their words in a request. */
    public enum Phase {
        RESIZE("resize", "VERIFY_RESIZE", Kind.RESIZE),
        CONFIRM("confirmResize", "ACTIVE", Kind.CONFIRM),
        REVERT("revertResize", "ACTIVE", Kind.REVERT);

        private final String word;
        private final String end;
        private final Kind kind;

        Phase(String word, String end, Kind kind) {
            this.word = word;
            this.end = end;
            this.kind = kind;
        }

        String word() {
            return word;
        }

        String end() {
            return end;
        }
    }

    /**
     * What one kind of operation came to.
     *
     * @param perSecond how many were done
     * @param cpuBy seconds for each operation, by kind of process
     * @param events of its history
     */
    public record Measured(double perSecond, Times times, Map<String, Double> cpuBy, double events) {
        /** All of them. */
        public double cpu() {
            return cpuBy.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /** What it came to, one by one and many at once. */
    public record Result(Plan plan, Map<Phase, Measured> alone, Map<Phase, Measured> together) {}

    private MoveBench(CloudFile cloud, Plan plan) {
        this.cloud = cloud;
        this.plan = plan;
        this.client = ComputeClient.admin(cloud);
        createFlavor(name, 256);
        createFlavor(name + "-larger", 512);
        createFlavor(name + "-largest", 1024);
    }

    /** Boots, measures, deletes. @throws IllegalStateException when an operation fails */
    public static Result run(CloudFile cloud, Plan plan) {
        try (MoveBench bench = new MoveBench(cloud, plan)) {
            if (!plan.acrossCells()) {
                return bench.run();
            }
            try (CellLeaving _ = new CellLeaving(cloud, bench.client)) {
                return bench.run();
            }
        }
    }

    private Result run() {
        BootLoad boots = new BootLoad(client, client.server("bench", name), POLL_MILLIS);
        boots.boot(Math.max(plan.count(), plan.clients()), plan.clients());
        List<String> servers = boots.servers();
        // What runs for the first time is not what is measured.
        all(servers, plan.clients());
        List<String> few = servers.subList(0, plan.count());
        Map<Phase, Measured> alone = all(few, 1);
        Map<Phase, Measured> together = all(servers, plan.clients());
        boots.delete(plan.clients());
        return new Result(plan, alone, together);
    }

    /** Each server is resized and reverted, then resized and confirmed, back to its first flavor: all ends as it began. */
    private Map<Phase, Measured> all(List<String> servers, int clients) {
        Map<Phase, Measured> all = new EnumMap<>(Phase.class);
        all.put(Phase.RESIZE, measured(Phase.RESIZE, servers, clients, "-larger"));
        checkCells(servers);
        all.put(Phase.REVERT, measured(Phase.REVERT, servers, clients, ""));
        measured(Phase.RESIZE, servers, clients, "-largest");
        all.put(Phase.CONFIRM, measured(Phase.CONFIRM, servers, clients, ""));
        measured(Phase.RESIZE, servers, clients, "");
        measured(Phase.CONFIRM, servers, clients, "");
        return all;
    }

    private Measured measured(Phase phase, List<String> servers, int clients, String flavor) {
        MoveLoad load = new MoveLoad(client, phase, name + flavor, POLL_MILLIS);
        Meter before = Meter.read(cloud);
        double seconds = load.run(servers, clients);
        Meter used = Meter.read(cloud).minus(before);
        return new Measured(
                servers.size() / seconds, load.times(), used.cpuPer(servers.size()), events(phase.kind, servers));
    }

    private void checkCells(List<String> servers) {
        try (Records records = new Records(cloud)) {
            for (String server : servers) {
                UUID move = last(records, UUID.fromString(server), Kind.RESIZE).id();
                boolean across = records.api()
                        .database()
                        .rows(MigrationRows.class)
                        .find(move)
                        .filter(row -> !row.sourceCell().equals(row.destCell()))
                        .isPresent();
                if (across != plan.acrossCells()) {
                    throw new IllegalStateException(
                            "server " + server + " was resized " + (across ? "into another cell" : "within its cell"));
                }
            }
        }
    }

    private static OperationRow last(Records records, UUID server, Kind kind) {
        return records.api().operations().of(server).stream()
                .filter(row -> row.what() == kind)
                .findFirst()
                .orElseThrow();
    }

    /** The mean length of the last ones' histories, of a sample of them. */
    private double events(Kind kind, List<String> servers) {
        try (Records records = new Records(cloud);
                Temporal temporal = new Temporal(cloud.temporalAddress(), "default", "bench", 1)) {
            return servers.stream()
                    .limit(SAMPLE)
                    .map(UUID::fromString)
                    .map(server -> WorkflowIds.of(
                            server, kind, last(records, server, kind).id()))
                    .mapToInt(
                            id -> temporal.client().fetchHistory(id).getEvents().size())
                    .average()
                    .orElse(0);
        }
    }

    private void createFlavor(String flavor, int ram) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("flavor")
                .put("id", flavor)
                .put("name", flavor)
                .put("vcpus", 1)
                .put("ram", ram)
                .put("disk", 1);
        client.compute("POST", "/flavors", body).good();
    }

    @Override
    public void close() {
        for (String flavor : List.of(name, name + "-larger", name + "-largest")) {
            client.compute("DELETE", "/flavors/" + flavor, null);
        }
        client.close();
    }
}
