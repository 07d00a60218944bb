package io.cellplane.standalone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.Arguments.Refused;
import io.cellplane.standalone.bench.BootBench;
import io.cellplane.standalone.bench.FloorBench;
import io.cellplane.standalone.bench.HostBench;
import io.cellplane.standalone.client.ComputeClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code bench}: what operations take and cost. */
final class BenchCommand {
    private static final String HELP = """
            bench boot [-n 200] [-c 16] [--one-by-one] [--json] [--warm-up 100] [--data FOLDER]
              -n N            how many servers are booted
              -c N            by how many clients at once; --one-by-one is -c 1
              --warm-up N     how many are booted and deleted before, not counted
              --json          the last line is one JSON object
            Uses the cloud that runs in the folder; where none does, one of its own, with everything durable.
            bench hosts [-n 1000] [--seconds 120]
              what idle hosts cost, from two clouds of separate processes: one with 2 hosts and one with N
            """;
    private static final int SECONDS = 120;

    private BenchCommand() {}

    static int run(List<String> words) {
        if (words.contains("--help") || words.isEmpty()) {
            System.out.print(HELP + ResizeBenchCommand.HELP);
            return words.isEmpty() ? 2 : 0;
        }
        Quiet.logs();
        return switch (words.getFirst()) {
            case "boot" -> boots(words);
            case "resize" -> ResizeBenchCommand.run(words.subList(1, words.size()));
            case "hosts" -> hosts(words);
            default ->
                throw new Refused(
                        "there is no bench " + words.getFirst() + ", only: bench boot, bench resize, bench hosts");
        };
    }

    private static int hosts(List<String> words) {
        Arguments given =
                new Arguments(words.subList(1, words.size()), Map.of(), Set.of("-n", "--seconds", "--data"), Set.of());
        Path own = given.text("--data")
                .map(Path::of)
                .orElse(UpOptions.home())
                .resolve("bench-" + ProcessHandle.current().pid());
        try {
            HostBench.Result result = HostBench.run(
                    given.number("-n", 1000),
                    Duration.ofSeconds(given.number("--seconds", SECONDS)),
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
            remove(own);
        }
    }

    private static int boots(List<String> words) {
        Arguments given = new Arguments(
                words.subList(1, words.size()),
                Map.of(),
                Set.of("-n", "-c", "--warm-up", "--data"),
                Set.of("--one-by-one", "--json"));
        int clients = given.flag("--one-by-one") ? 1 : given.number("-c", 16);
        BootBench.Plan plan = new BootBench.Plan(given.number("-n", 200), clients, given.number("--warm-up", 100));
        Path data = given.text("--data").map(Path::of).orElse(UpOptions.home());
        Path own = data.resolve("bench-" + ProcessHandle.current().pid());
        String last = measured(data, own, plan, given.flag("--json"));
        if (!last.isEmpty()) {
            System.out.println(last);
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
            remove(own);
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

    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
