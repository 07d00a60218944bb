package io.cellplane.trials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.Borrowed;
import io.cellplane.standalone.Data;
import io.cellplane.standalone.Quiet;
import io.cellplane.standalone.UpCommand;
import io.cellplane.standalone.UpOptions;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.lab.LabCloud;
import io.cellplane.trials.bench.BootBench;
import io.cellplane.trials.bench.FloorBench;
import io.cellplane.trials.bench.HostBench;
import io.cellplane.trials.bench.LabBootBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}: what operations take and cost. */
@Command(
        name = "bench",
        description = "Measures what operations take and cost.",
        subcommands = ResizeBenchCommand.class)
public final class BenchCommand {
    private static final int SERVERS = 200;
    private static final int IN_LAB = 5;

    @Command(
            name = "hosts",
            description = "What idle hosts cost, from two clouds of separate processes, with 2 hosts and with N.")
    static int hosts(
            @Option(names = "-n", paramLabel = "N", defaultValue = "1000", description = "hosts (${DEFAULT-VALUE})")
                    int hosts,
            @Option(names = "--seconds", paramLabel = "N", defaultValue = "120", description = "(${DEFAULT-VALUE})")
                    int seconds,
            @Mixin Data data) {
        Quiet.logs();
        Path own = data.own("bench");
        try {
            HostBench.Result result = HostBench.run(
                    hosts,
                    Duration.ofSeconds(seconds),
                    folder -> UpOptions.of(List.of("--data", own.resolve(folder).toString(), "--free-ports")),
                    UpCommand.caches());
            System.out.printf(
                    """
                    %d hosts, up after %.0f s; each idle one costs in a minute:
                    on the bus          %8.0f bytes in %.1f messages
                    in the databases    %8.2f writing transactions
                    CPU, ms             %8.2f  (%s)
                    memory of all, MiB            (%s)
                    """,
                    result.hosts(),
                    result.upSeconds(),
                    result.bytes(),
                    result.messages(),
                    result.commits(),
                    result.cpuMillis().values().stream()
                            .mapToDouble(each -> each)
                            .sum(),
                    result.cpuMillis().entrySet().stream()
                            .map(each -> "%s %.2f".formatted(each.getKey(), each.getValue()))
                            .collect(Collectors.joining(", ")),
                    result.memoryMib().entrySet().stream()
                            .map(each -> each.getKey() + " " + each.getValue())
                            .collect(Collectors.joining(", ")));
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            Data.remove(own);
        }
    }

    @Command(
            name = "boot",
            description = {
                "Boots servers, and as many steps that do nothing.",
                "Uses the cloud that runs in the folder; where none does, one of its own, with everything durable."
            })
    static int boot(
            @Option(names = "-n", paramLabel = "N", description = "servers (" + SERVERS + ", in a lab " + IN_LAB + ")")
                    @Nullable Integer servers,
            @Option(names = "--lab", description = "one by one on a lab, step by step; needs root and lab/install")
                    boolean lab,
            @Option(names = "-c", paramLabel = "N", defaultValue = "16", description = "clients (${DEFAULT-VALUE})")
                    int clients,
            @Option(names = "--one-by-one", description = "-c 1") boolean oneByOne,
            @Option(names = "--warm-up", paramLabel = "N", defaultValue = "100", description = "not counted, before")
                    int warmUp,
            @Option(names = "--json", description = "the last line is one JSON object") boolean json,
            @Mixin Data data) {
        Quiet.logs();
        if (lab) {
            return lab(data, servers == null ? IN_LAB : servers, json);
        }
        BootBench.Plan plan = new BootBench.Plan(servers == null ? SERVERS : servers, oneByOne ? 1 : clients, warmUp);
        String last = measured(data.folder, data.own("bench"), plan, json);
        if (!last.isEmpty()) {
            System.out.println(last);
        }
        return 0;
    }

    /** Uses the lab that runs in the folder; where none does, one of its own. */
    private static int lab(Data data, int servers, boolean json) {
        LabCloud.refuseWithoutAll();
        Optional<CloudFile> running = CloudFile.running(data.folder).filter(LabCloud::isLab);
        LabBootBench.Result result;
        if (running.isPresent()) {
            result = LabBootBench.run(running.get(), servers);
        } else {
            Path own = data.own("bench");
            try {
                CloudFile cloud = LabCloud.up(
                        UpOptions.of(List.of("--data", own.toString(), "--free-ports", "--no-quota", "--hosts", "2")),
                        UpCommand.caches(),
                        _ -> Map.of(),
                        _ -> {});
                try {
                    result = LabBootBench.run(cloud, servers);
                } finally {
                    LabCloud.down(cloud);
                }
            } finally {
                Data.remove(own);
            }
        }
        System.out.print(result.table());
        if (json) {
            System.out.println(result.json());
        }
        return 0;
    }

    /** Returns what is to be said last, after the cloud has stopped. */
    private static String measured(Path data, Path own, BootBench.Plan plan, boolean json) {
        try (Borrowed cloud = Borrowed.runningOrOwn(data, own, List.of("--no-quota"))) {
            System.out.printf(
                    "Booting %d servers, %d at a time, after a warm-up of %d ...%n",
                    plan.count(), plan.clients(), plan.warmUp());
            BootBench.Result result = BootBench.run(cloud.file(), plan);
            print(result);
            print(FloorBench.run(cloud.file(), plan));
            return json ? json(result) : "";
        } finally {
            Data.remove(own);
        }
    }

    private static void print(BootBench.Result result) {
        System.out.printf(
                """
                servers/s           %8.1f
                                         p50      p95      p99
                POST, ms            %8.1f %8.1f %8.1f
                POST to ACTIVE, ms  %8.1f %8.1f %8.1f
                per boot:
                CPU, s              %8.4f  (%s)
                SQL commits         %8.1f
                history events      %8.1f
                bus messages        %8.1f
                polls               %8.1f
                """,
                result.serversPerSecond(),
                result.post().at(0.5),
                result.post().at(0.95),
                result.post().at(0.99),
                result.active().at(0.5),
                result.active().at(0.95),
                result.active().at(0.99),
                result.cpu(),
                result.cpuBy().entrySet().stream()
                        .map(each -> "%s %.4f".formatted(each.getKey(), each.getValue()))
                        .collect(Collectors.joining(", ")),
                result.commits(),
                result.events(),
                result.messages(),
                result.polls());
    }

    private static void print(FloorBench.Result floor) {
        System.out.printf(
                "Temporal alone, as many steps that do nothing: %.1f/s, %.1f ms p50, CPU %.4f s (server %.4f, worker %.4f)%n",
                floor.perSecond(),
                floor.done().at(0.5),
                floor.cpuTemporal() + floor.cpuWorker(),
                floor.cpuTemporal(),
                floor.cpuWorker());
    }

    private static String json(BootBench.Result result) {
        ObjectNode line = ComputeClient.JSON.createObjectNode();
        line.put("servers_per_s", rounded(result.serversPerSecond(), 10))
                .put("post_p50_ms", rounded(result.post().at(0.5), 10))
                .put("active_p50_ms", rounded(result.active().at(0.5), 10))
                .put("cpu_s_per_op", rounded(result.cpu(), 10_000))
                .put("events_per_op", rounded(result.events(), 10))
                .put("commits_per_op", rounded(result.commits(), 10))
                .put("messages_per_op", rounded(result.messages(), 10));
        return line.toString();
    }

    static double rounded(double value, int to) {
        return Math.round(value * to) / (double) to;
    }
}
