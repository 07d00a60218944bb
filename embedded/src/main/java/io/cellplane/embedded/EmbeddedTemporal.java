package io.cellplane.embedded;

import io.cellplane.embedded.TemporalChoice.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Temporal that serves a cloud in one command: an external one where one is named, else a real or a dev server on a file where
 * its program is installed, else one in memory. What it keeps is never wiped.
 */
public final class EmbeddedTemporal implements AutoCloseable {
    /** It would wait for every worker's long poll; what it has acknowledged is on the disk anyway. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private static final Duration EXTERNAL = Duration.ofSeconds(5);

    private final TemporalChoice choice;
    private final @Nullable ServerProcess process;
    private final Runnable stop;

    private EmbeddedTemporal(TemporalChoice choice, @Nullable ServerProcess process, Runnable stop) {
        this.choice = choice;
        this.process = process;
        this.stop = stop;
    }

    /**
     * Decides, starts where needed, waits until the server answers and knows the search attributes.
     *
     * @throws IllegalStateException when it does not answer; the message says which and, where it is ours, its last words
     */
    public static EmbeddedTemporal start(TemporalOptions options, Consumer<Progress> progress) {
        if (options.address().isPresent()) {
            return external(options, options.address().get());
        }
        if (options.program().isEmpty()) {
            return inMemory(options);
        }
        Path program = options.program().get();
        return program.endsWith(TemporalServer.PROGRAM)
                ? realServer(options, program, progress)
                : devServer(options, program, progress);
    }

    /**
     * Whether a server runs on these data that a process which was killed has left behind: {@link #start} stops it, so that
     * its ports are no other program's.
     */
    public static boolean isLeftRunning(Path data) {
        return ServerProcess.find(marks(data))
                .or(() -> ServerProcess.find(TemporalDevServer.marks(data)))
                .isPresent();
    }

    private static List<String> marks(Path data) {
        return List.of(data.resolve("temporal.yaml").toString());
    }

    /** Which one it is. */
    public TemporalChoice choice() {
        return choice;
    }

    /** The dev server's process id: its CPU time is counted apart; empty for the other kinds. */
    public OptionalLong pid() {
        return process == null ? OptionalLong.empty() : OptionalLong.of(process.pid());
    }

    /** Kills the dev server as a loss of power would: for tests of what is left then. */
    public void kill() {
        if (process != null) {
            process.kill();
        }
    }

    @Override
    public void close() {
        stop.run();
    }

    private static EmbeddedTemporal external(TemporalOptions options, String address) {
        try (var probe = new TemporalProbe(address)) {
            if (!probe.answersWithin(EXTERNAL, () -> true)) {
                throw new IllegalStateException("TEMPORAL_ADDRESS is " + address
                        + ", but no Temporal with a namespace \"default\" answers there.");
            }
            probe.addKeywords(options.keywords());
        }
        var sentence = "Temporal: the server at " + address + " (TEMPORAL_ADDRESS).";
        return new EmbeddedTemporal(new TemporalChoice(Kind.EXTERNAL, address, null, sentence), null, () -> {});
    }

    private static EmbeddedTemporal devServer(TemporalOptions options, Path program, Consumer<Progress> progress) {
        var port = FreePort.or(options.port());
        var ui = FreePort.or(options.uiPort());
        var process = TemporalDevServer.start(options, program, port, ui, progress);
        var sentence = "Temporal: a dev server of its own (%s), kept in %s.".formatted(program, options.data());
        var choice = new TemporalChoice(Kind.DEV_SERVER, "127.0.0.1:" + port, "http://127.0.0.1:" + ui, sentence);
        return new EmbeddedTemporal(choice, process, process::stop);
    }

    private static EmbeddedTemporal realServer(TemporalOptions options, Path program, Consumer<Progress> progress) {
        var data = options.data();
        ServerProcess.find(marks(data)).ifPresent(orphan -> {
            progress.accept(new Progress("stopping a Temporal that was left running", 0, 1));
            orphan.stop(DRAIN);
        });
        ServerProcess.find(List.of("--root", data.toString(), "--env", "ui")).ifPresent(ServerProcess::stop);
        var port = FreePort.or(options.port());
        var address = "127.0.0.1:" + port;
        var command = TemporalServer.command(data, program, port, FreePort::next);
        var log = data.resolve("temporal.log");
        var process = ServerProcess.start(command, data.resolve("temporal.pid"), log);
        try {
            TemporalServer.prepare(address, options.keywords(), process::isAlive, progress);
        } catch (RuntimeException e) {
            process.stop();
            throw new IllegalStateException(e.getMessage() + ":\n" + Programs.lastLines(log), e);
        }
        var ui = Programs.find(TemporalServer.UI_PROGRAM)
                .map(uiProgram -> webUi(data, uiProgram, FreePort.or(options.uiPort()), address));
        var sentence = "Temporal: a server of its own (%s), kept in %s.".formatted(program, data);
        var choice = new TemporalChoice(
                Kind.REAL_SERVER, address, ui.map(WebUi::address).orElse(null), sentence);
        return new EmbeddedTemporal(choice, process, () -> {
            ui.ifPresent(started -> started.process().stop());
            process.stop(DRAIN);
        });
    }

    private record WebUi(ServerProcess process, String address) {}

    private static WebUi webUi(Path data, Path program, int port, String temporal) {
        var command = TemporalServer.uiCommand(data, program, port, temporal);
        return new WebUi(
                ServerProcess.start(command, data.resolve("temporal-ui.pid"), data.resolve("temporal-ui.log")),
                "http://127.0.0.1:" + port);
    }

    private static EmbeddedTemporal inMemory(TemporalOptions options) {
        var port = FreePort.or(options.port());
        var server = InMemoryTemporal.start(port);
        var address = "127.0.0.1:" + port;
        try (var probe = new TemporalProbe(address)) {
            if (!probe.answersWithin(EXTERNAL, () -> true)) {
                server.close();
                throw new IllegalStateException("The in-memory Temporal does not answer.");
            }
            probe.addKeywords(options.keywords());
        }
        var sentence = "Temporal: in memory (no `temporal` program on the path), without a web UI; "
                + "its histories end with this process, operations go on from their rows.";
        return new EmbeddedTemporal(new TemporalChoice(Kind.IN_MEMORY, address, null, sentence), null, server::close);
    }
}
