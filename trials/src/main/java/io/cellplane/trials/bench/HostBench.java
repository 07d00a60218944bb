package io.cellplane.trials.bench;

import io.cellplane.standalone.apart.ApartCloud;
import io.cellplane.standalone.apart.Consumption;
import io.cellplane.standalone.apart.Launcher;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.cloud.CloudOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What hosts cost that do nothing: two clouds of separate processes, one with few and one with many, and the difference. */
public final class HostBench {
    private static final int FEW = 2;
    private static final double MILLIS = 1000;

    private HostBench() {}

    /**
     * Per host and minute.
     *
     * @param bytes that the NATS servers took and gave
     * @param commits transactions that wrote
     * @param cpuMillis by kind of process; hosts share theirs
     * @param memoryMib resident memory of all processes of a kind, with all hosts
     * @param upSeconds until all hosts were up, with every process started
     */
    public record Result(
            int hosts,
            double bytes,
            double messages,
            double commits,
            Map<String, Double> cpuMillis,
            Map<String, Long> memoryMib,
            double upSeconds) {}

    private record Idle(Meter used, double minutes, Map<String, Long> memoryMib, double upSeconds) {}

    /**
     * @param count over both cells
     * @param time how long each cloud is watched
     * @param options where a folder lies
     */
    public static Result run(int count, Duration time, Function<String, CloudOptions> options, Path caches)
            throws InterruptedException {
        Idle few = idle(options.apply("few"), FEW, time, caches);
        Idle many = idle(options.apply("many"), count, time, caches);
        double hosts = (double) count - FEW;
        Map<String, Double> cpu = new LinkedHashMap<>();
        many.used()
                .cpu()
                .forEach((kind, seconds) -> cpu.put(
                        kind,
                        (seconds / many.minutes() - few.used().cpu().getOrDefault(kind, 0.0) / few.minutes())
                                * MILLIS
                                / hosts));
        return new Result(
                count,
                (many.used().bytes() / many.minutes() - few.used().bytes() / few.minutes()) / hosts,
                (many.used().messages() / many.minutes() - few.used().messages() / few.minutes()) / hosts,
                (many.used().commits() / many.minutes() - few.used().commits() / few.minutes()) / hosts,
                cpu,
                many.memoryMib(),
                many.upSeconds());
    }

    private static Idle idle(CloudOptions options, int count, Duration time, Path caches) throws InterruptedException {
        long begun = System.nanoTime();
        CloudFile cloud =
                ApartCloud.up(options.withHosts(count / 2, options.size()), caches, _ -> Map.of(), progress -> {});
        double up = seconds(begun);
        ProgramTable table = ProgramTable.in(options.data()).orElseThrow();
        try {
            // The first minute has the inventories of all hosts in it.
            Thread.sleep(time.dividedBy(2));
            long from = System.nanoTime();
            Meter before = Meter.read(cloud);
            Thread.sleep(time);
            Meter used = Meter.read(cloud).minus(before);
            Map<String, Long> memory = new LinkedHashMap<>();
            for (Program program : table.programs()) {
                Launcher.find(program)
                        .ifPresent(process ->
                                memory.merge(program.role().token(), Consumption.memoryMib(process.pid()), Long::sum));
            }
            return new Idle(used, seconds(from) / 60, memory, up);
        } finally {
            table.stop(_ -> {});
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
