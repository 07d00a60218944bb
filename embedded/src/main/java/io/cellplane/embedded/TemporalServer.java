package io.cellplane.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real Temporal server, all of its services in one process, on a file; and its web UI, a process of its own. */
public final class TemporalServer {
    /** The program's name, as {@code docker/tools} builds it. */
    public static final String PROGRAM = "temporal-server";

    /** The web UI's. */
    public static final String UI_PROGRAM = "temporal-ui-server";

    private static final int INNER_PORTS = 7;
    private static final String FREE = "{free}";
    private static final Duration START = Duration.ofSeconds(60);

    private TemporalServer() {}

    /**
     * Writes its configuration on free ports of its inner services.
     *
     * @param data the folder of its file and configuration
     * @param port gRPC port on the loopback address
     * @param free takes a free port
     * @return the command line that starts it, now and again
     */
    public static List<String> command(Path data, Path program, int port, IntSupplier free) {
        write(data.resolve("dynamic.yaml"), text("dynamic.yaml"));
        Path config = data.resolve("temporal.yaml");
        String text = text("temporal.yaml").replace("{data}", data.toString()).replace("{port}", "" + port);
        Iterator<String> ports = innerPorts(data.resolve("ports"), free).iterator();
        while (text.contains(FREE)) {
            text = text.replaceFirst(Pattern.quote(FREE), ports.next());
        }
        write(config, text);
        return List.of(program.toString(), "--config-file", config.toString(), "--allow-no-auth", "start");
    }

    /** Writes the web UI's configuration and returns the command line that starts it. */
    public static List<String> uiCommand(Path data, Path program, int port, String temporal) {
        write(
                data.resolve("ui.yaml"),
                text("ui.yaml").replace("{temporal}", temporal).replace("{port}", "" + port));
        return List.of(program.toString(), "--root", data.toString(), "--config", ".", "--env", "ui", "start");
    }

    /**
     * Waits until it answers, and makes the namespace and the search attributes where they are missing.
     *
     * @param alive says that waiting makes sense
     * @throws IllegalStateException when it does not come up
     */
    public static void prepare(
            String address, List<String> keywords, BooleanSupplier alive, Consumer<Progress> progress) {
        progress.accept(new Progress("starting Temporal", 0, 1));
        try (var probe = new TemporalProbe(address)) {
            probe.makeNamespace(START, alive);
            if (!probe.answersWithin(START, alive)) {
                throw new IllegalStateException("Temporal at " + address + " did not start");
            }
            probe.addKeywords(keywords);
            if (!probe.knowsWithin(START, keywords)) {
                throw new IllegalStateException("Temporal at " + address + " does not take the search attributes");
            }
        }
        progress.accept(new Progress("starting Temporal", 1, 1));
    }

    /** The same at every start: a server looks for a minute for those of its last run, if they had other ports. */
    private static List<String> innerPorts(Path file, IntSupplier free) {
        if (!Files.exists(file)) {
            String fresh = IntStream.range(0, INNER_PORTS)
                    .mapToObj(_ -> "" + free.getAsInt())
                    .collect(Collectors.joining("\n"));
            write(file, fresh);
        }
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(TemporalServer.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
