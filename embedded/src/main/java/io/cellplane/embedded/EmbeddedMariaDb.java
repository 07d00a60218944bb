package io.cellplane.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A MariaDB server of our own on the loopback address. It is stopped by {@link #close}, never by the JVM's end. */
public final class EmbeddedMariaDb implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final int POLL_MILLIS = 50;

    private final MariaDbAccess access;
    private final List<String> command;
    private final ServerProcess process;

    private EmbeddedMariaDb(MariaDbAccess access, List<String> command, ServerProcess process) {
        this.access = access;
        this.command = List.copyOf(command);
        this.process = process;
    }

    /**
     * Unpacks and initialises what is missing, stops a server that an earlier process left on the same data, starts one
     * and waits until it answers.
     *
     * @throws IllegalStateException when the server does not come up; the message holds the end of its log
     */
    public static EmbeddedMariaDb start(MariaDbOptions options, Consumer<Progress> progress) {
        var programs = MariaDbPrograms.unpackedIn(options.base(), progress);
        try {
            Files.createDirectories(options.data());
            var data = new MariaDbData(options, programs);
            ServerProcess.find(data.marks()).ifPresent(orphan -> {
                progress.accept(new Progress("stopping a MariaDB that was left running", 0, 1));
                orphan.stop();
            });
            data.initialise(progress);
            var port = FreePort.or(options.port());
            var access = new MariaDbAccess(port, data.password());
            Files.writeString(data.portFile(), Integer.toString(port));
            progress.accept(new Progress("starting MariaDB", 0, 1));
            var command = data.serverCommand(port);
            var server = new EmbeddedMariaDb(access, command, ServerProcess.start(command, data.pidFile(), data.log()));
            server.awaitAnswer(data.log());
            progress.accept(new Progress("starting MariaDB", 1, 1));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server that runs on this data and answers, whoever has started it. */
    public static Optional<EmbeddedMariaDb> find(MariaDbOptions options) {
        var data = new MariaDbData(options, MariaDbPrograms.unpackedIn(options.base(), _ -> {}));
        return ServerProcess.find(data.marks()).flatMap(process -> adopt(data, process));
    }

    private static Optional<EmbeddedMariaDb> adopt(MariaDbData data, ServerProcess process) {
        try {
            var port = Integer.parseInt(Files.readString(data.portFile()));
            var access = new MariaDbAccess(port, data.password());
            return access.answers()
                    ? Optional.of(new EmbeddedMariaDb(access, data.serverCommand(port), process))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills whatever runs on this data, and deletes them. */
    public static void wipe(MariaDbOptions options) {
        var data = new MariaDbData(options, new MariaDbPrograms(options.base()));
        ServerProcess.find(data.marks()).ifPresent(ServerProcess::kill);
        try {
            MariaDbPrograms.delete(options.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder's programs under a project or data root: kept between runs and shared by all who use them. */
    public static Path baseIn(Path root) {
        return root.resolve("mariadb-base");
    }

    /** Creates the database where it is missing. */
    public void createDatabase(String name) {
        access.createDatabase(name);
    }

    /** Drops the database where it is there. */
    public void dropDatabase(String name) {
        access.dropDatabase(name);
    }

    /** Creates an account that reaches these databases and no others, or gives it that password. */
    public void createUser(String name, String password, List<String> databases) {
        access.createUser(name, password, databases);
    }

    /** The command line that starts the same server again. */
    public List<String> command() {
        return command;
    }

    /** The JDBC address of a database. */
    public String url(String database) {
        return access.url(database);
    }

    /** The user with all rights. */
    public String user() {
        return access.user();
    }

    /** Random, made with the data and kept beside them. */
    public String password() {
        return access.password();
    }

    /** The TCP port on the loopback address. */
    public int port() {
        return access.port();
    }

    /** The server's process id: its CPU time is counted apart from ours. */
    public long pid() {
        return process.pid();
    }

    /** Kills the server as a loss of power would: for tests of what is left then. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.stop();
    }

    private void awaitAnswer(Path log) {
        var deadline = System.nanoTime() + START.toNanos();
        while (!access.answers()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                process.stop();
                throw new IllegalStateException("MariaDB did not start:\n" + Programs.lastLines(log));
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                process.stop();
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
