package io.cellplane.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The {@code temporal} program's dev server on a file, with its web UI. */
final class TemporalDevServer {
    private static final Duration START = Duration.ofSeconds(60);

    /**
     * One partition per queue: a few workers need no more, and each costs pollers. A run that continues as new at once
     * must not wait for the rest of a second.
     */
    private static final List<String> DYNAMIC = List.of(
            "matching.numTaskqueueReadPartitions=1",
            "matching.numTaskqueueWritePartitions=1",
            "history.workflowIdReuseMinimalInterval=\"0s\"",
            // A shard looks for new tasks 20 times a second by default: with the one shard of this server every step of
            // an operation would wait for the next look, 40 ms each.
            "history.transferProcessorMaxPollRPS=1000",
            "history.timerProcessorMaxPollRPS=1000",
            "history.visibilityProcessorMaxPollRPS=1000");

    private TemporalDevServer() {}

    static ServerProcess start(TemporalOptions options, Path program, int port, int ui, Consumer<Progress> progress) {
        var data = options.data();
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerProcess.find(marks(data)).ifPresent(orphan -> {
            progress.accept(new Progress("stopping a Temporal that was left running", 0, 1));
            orphan.stop();
        });
        progress.accept(new Progress("starting Temporal", 0, 1));
        var log = data.resolve("temporal.log");
        var process =
                ServerProcess.start(command(options, program, file(data), port, ui), data.resolve("temporal.pid"), log);
        try (var probe = new TemporalProbe("127.0.0.1:" + port)) {
            if (!probe.answersWithin(START, process::isAlive)) {
                process.stop();
                throw new IllegalStateException("Temporal did not start:\n" + Programs.lastLines(log));
            }
        }
        progress.accept(new Progress("starting Temporal", 1, 1));
        return process;
    }

    static List<String> marks(Path data) {
        return List.of("start-dev", file(data));
    }

    private static String file(Path data) {
        return data.resolve("temporal.db").toString();
    }

    private static List<String> command(TemporalOptions options, Path program, String file, int port, int ui) {
        var command = new ArrayList<>(List.of(program.toString(), "server", "start-dev", "--db-filename", file));
        command.addAll(List.of("--ip", "127.0.0.1", "--port", Integer.toString(port)));
        command.addAll(List.of("--ui-port", Integer.toString(ui), "--namespace", "default"));
        command.addAll(List.of("--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=1"));
        DYNAMIC.forEach(value -> command.addAll(List.of("--dynamic-config-value", value)));
        options.keywords().forEach(name -> command.addAll(List.of("--search-attribute", name + "=Keyword")));
        command.addAll(List.of("--log-level", "warn"));
        return command;
    }
}
