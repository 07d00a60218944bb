package io.cellplane.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A server program beside this JVM. It writes to a file, not to a pipe, and has a session of its own where the system
 * knows {@code setsid}: neither the end of this JVM nor a Ctrl-C in its terminal reaches it, so that it is always
 * stopped in order, by this process or by the next that finds it.
 */
public final class ServerProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ProcessHandle process;

    private ServerProcess(ProcessHandle process) {
        this.process = process;
    }

    static ServerProcess start(List<String> command, Path pidFile, Path log) {
        return start(command, Map.of(), pidFile, log);
    }

    /**
     * Starts a program; the log of the run before is kept beside the new one as {@code <log>.1}.
     *
     * @param environment over this process's own, of which settings of ours stay behind: they are for this process
     */
    public static ServerProcess start(List<String> command, Map<String, String> environment, Path pidFile, Path log) {
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            var line = new ArrayList<String>();
            Programs.find("setsid").ifPresent(setsid -> line.add(setsid.toString()));
            line.addAll(command);
            var builder = new ProcessBuilder(line)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("CELLPLANE_") && !name.equals("CELLPLANE_LOG"));
            builder.environment().putAll(environment);
            var process = builder.start();
            Files.writeString(pidFile, Long.toString(process.pid()));
            return new ServerProcess(process.toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A running process that has all of these arguments. The command line is asked, not the pid file: a pid may have
     * been given to somebody else since, and a JVM may be killed before it has written one.
     */
    public static Optional<ServerProcess> find(List<String> arguments) {
        try (var all = ProcessHandle.allProcesses()) {
            return all.filter(p -> p.pid() != ProcessHandle.current().pid())
                    .filter(p -> argumentsOf(p).containsAll(arguments))
                    .findFirst()
                    .map(ServerProcess::new);
        }
    }

    /** A running process that has these arguments and no others, so not one that only brings them somewhere. */
    public static Optional<ServerProcess> exactly(List<String> arguments) {
        try (var all = ProcessHandle.allProcesses()) {
            return all.filter(p -> argumentsOf(p).equals(arguments)).findFirst().map(ServerProcess::new);
        }
    }

    /** The process of that id, if it has all of these arguments. */
    public static Optional<ServerProcess> at(long pid, List<String> arguments) {
        return ProcessHandle.of(pid)
                .filter(p -> argumentsOf(p).containsAll(arguments))
                .map(ServerProcess::new);
    }

    private static List<String> argumentsOf(ProcessHandle process) {
        var file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException gone) {
            return process.info().arguments().stream().flatMap(Stream::of).toList();
        }
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Asks it to stop, waits, and kills it where it does not. */
    public void stop() {
        stop(PATIENCE);
    }

    /** The same for one that a kill does not harm. */
    public void stop(Duration patience) {
        process.destroy();
        if (!ended(patience)) {
            process.destroyForcibly();
            ended(PATIENCE);
        }
    }

    /** Ends it as a loss of power would. */
    public void kill() {
        process.destroyForcibly();
        ended(PATIENCE);
    }

    private boolean ended(Duration within) {
        try {
            process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
