package io.cellplane.trials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.Borrowed;
import io.cellplane.standalone.Data;
import io.cellplane.standalone.Quiet;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.trials.bench.MoveBench;
import io.cellplane.trials.bench.MoveBench.Measured;
import io.cellplane.trials.bench.MoveBench.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench resize}: what moves take and cost. */
@Command(
        name = "resize",
        description = "Resizes, reverts, resizes and confirms as many servers one by one, then -c at once.")
final class ResizeBenchCommand implements Callable<Integer> {
    private static final int MILLIS = 10;
    private static final int SECONDS = 1000;

    @Option(names = "-n", paramLabel = "N", description = "how many servers (${DEFAULT-VALUE})")
    private int servers = 20;

    @Option(names = "-c", paramLabel = "N", description = "by how many clients at once (${DEFAULT-VALUE})")
    private int clients = 8;

    @Option(names = "--cross-cell", description = "into the other cell instead of another host of the same")
    private boolean crossCell;

    @Option(names = "--json", description = "the last line is one JSON object")
    private boolean json;

    @Mixin
    private final Data data = new Data();

    @Override
    public Integer call() {
        Quiet.logs();
        MoveBench.Plan plan = new MoveBench.Plan(servers, clients, crossCell);
        Path own = data.own("bench");
        MoveBench.Result result;
        try (Borrowed cloud = Borrowed.runningOrOwn(data.folder, own, List.of("--no-quota"))) {
            System.out.printf(
                    "Resizing %d servers %s, one by one, then %d at a time, after as many to warm up ...%n",
                    plan.count(), plan.acrossCells() ? "across cells" : "within their cells", plan.clients());
            result = MoveBench.run(cloud.file(), plan);
        } finally {
            Data.remove(own);
        }
        print("one by one", result.alone());
        print(plan.clients() + " at once", result.together());
        if (json) {
            System.out.println(json(result));
        }
        return 0;
    }

    private static void print(String how, Map<Phase, Measured> measured) {
        System.out.printf("%n%-12s %9s %9s %9s %9s %9s%n", how, "p50 ms", "p95 ms", "per s", "CPU s", "events");
        measured.forEach((phase, one) -> System.out.printf(
                "%-12s %9.0f %9.0f %9.1f %9.3f %9.1f  %s%n",
                phase.name().toLowerCase(Locale.ROOT),
                one.times().at(0.5),
                one.times().at(0.95),
                one.perSecond(),
                one.cpu(),
                one.events(),
                one.cpuBy().entrySet().stream()
                        .map(each -> "%s %.3f".formatted(each.getKey(), each.getValue()))
                        .collect(Collectors.joining(", "))));
    }

    /** Durations and costs of one by one, the rate of many at once. */
    private static String json(MoveBench.Result result) {
        ObjectNode line = ComputeClient.JSON.createObjectNode();
        for (Phase phase : Phase.values()) {
            line.put(
                    named(phase) + "_p50_ms",
                    BenchCommand.rounded(of(result, phase).times().at(0.5), MILLIS));
        }
        line.put(
                "resizes_per_s",
                BenchCommand.rounded(
                        Objects.requireNonNull(result.together().get(Phase.RESIZE))
                                .perSecond(),
                        SECONDS));
        for (Phase phase : Phase.values()) {
            line.put(
                    "cpu_s_per_" + named(phase),
                    BenchCommand.rounded(of(result, phase).cpu(), SECONDS));
        }
        ObjectNode events = line.putObject("events_per_op");
        for (Phase phase : Phase.values()) {
            events.put(named(phase), BenchCommand.rounded(of(result, phase).events(), MILLIS));
        }
        return line.toString();
    }

    private static Measured of(MoveBench.Result result, Phase phase) {
        return Objects.requireNonNull(result.alone().get(phase));
    }

    private static String named(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
