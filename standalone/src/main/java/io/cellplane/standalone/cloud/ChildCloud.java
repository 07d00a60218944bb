package io.cellplane.standalone.cloud;

import io.cellplane.standalone.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code up} in a JVM of its own. */
public final class ChildCloud implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 100;

    private final Process process;
    private final CloudFile file;

    private ChildCloud(Process process, CloudFile file) {
        this.process = process;
        this.file = file;
    }

    /**
     * Starts it on this data and waits until it is up.
     *
     * @param words further options of {@code up}
     * @throws IllegalStateException when it does not come up; the message holds what it said
     */
    public static ChildCloud start(Path data, List<String> words) {
        try {
            Files.createDirectories(data);
            Path said = data.resolve("up.log");
            Process process = new ProcessBuilder(command(data, words))
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
                    .start();
            // It must not outlive us, however we end.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return new ChildCloud(process, await(process, data, said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path data, List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments();
        own.stream()
                .filter(argument -> argument.startsWith("-X") || argument.startsWith("--"))
                .filter(argument -> !argument.startsWith("-XX:SharedArchiveFile")
                        && !argument.startsWith("-XX:+AutoCreateSharedArchive"))
                .forEach(command::add);
        own.stream()
                .filter(argument -> argument.startsWith("-XX:SharedArchiveFile="))
                .map(argument ->
                        Path.of(argument.substring(argument.indexOf('=') + 1)).resolveSibling("up.jsa"))
                .findFirst()
                .ifPresent(archive -> {
                    command.add("-XX:+AutoCreateSharedArchive");
                    command.add("-XX:SharedArchiveFile=" + archive);
                });
        String root = System.getProperty("cellplane.root");
        if (root != null) {
            command.add("-Dcellplane.root=" + root);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "up"));
        command.addAll(List.of("--data", data.toString(), "--free-ports"));
        command.addAll(words);
        return command;
    }

    private static CloudFile await(Process process, Path data, Path said) throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            var file = CloudFile.running(data).filter(found -> found.pid() == process.pid());
            if (file.isPresent()) {
                return file.get();
            }
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                process.destroyForcibly();
                throw new IllegalStateException("the cloud did not come up:\n" + Files.readString(said));
            }
            try {
                process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                process.destroy();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the cloud came up", e);
            }
        }
    }

    /** How to reach it. */
    public CloudFile file() {
        return file;
    }

    /** Ends its JVM as {@code kill -9} does; the servers beside it stay. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Stops it in order. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
