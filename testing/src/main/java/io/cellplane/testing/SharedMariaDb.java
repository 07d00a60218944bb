package io.cellplane.testing;

import io.cellplane.embedded.EmbeddedMariaDb;
import io.cellplane.embedded.MariaDbOptions;
import io.cellplane.embedded.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One MariaDB for a whole test run: the first test that needs it starts it, tests of other modules and JVMs find it.
 * Each test takes an empty database of its own. The server ends with {@code ./cellplane test}, or by itself soon after
 * the last JVM that used it. Every new server starts on empty data.
 */
public final class SharedMariaDb {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NAME_BYTES = 5;
    private static final int MAX_PREFIX = 40;
    private static @Nullable EmbeddedMariaDb shared;

    private SharedMariaDb() {}

    /** A new, empty database; {@code prefix} begins its name so that a person sees whose it is. */
    public static TestDatabase freshDatabase(String prefix) {
        var server = server();
        var random = new byte[NAME_BYTES];
        RANDOM.nextBytes(random);
        var plain = prefix.replaceAll("[^A-Za-z0-9_]", "_");
        var name = plain.substring(0, Math.min(MAX_PREFIX, plain.length())) + "_"
                + HexFormat.of().formatHex(random);
        server.createDatabase(name);
        return new TestDatabase(name, server);
    }

    /** One that is there. */
    static TestDatabase database(String name) {
        return new TestDatabase(name, server());
    }

    /** A folder that lives as long as the server's data. */
    static Path data() {
        server();
        return options(home()).data();
    }

    // Left open on purpose: it outlives this JVM for the next one.
    private static synchronized EmbeddedMariaDb server() {
        if (shared == null) {
            shared = findOrStart(home());
        }
        return shared;
    }

    private static MariaDbOptions options(Path home) {
        return MariaDbOptions.in(EmbeddedMariaDb.baseIn(home), home.resolve("test-mariadb"))
                .forTests();
    }

    private static EmbeddedMariaDb findOrStart(Path home) {
        var options = options(home);
        try {
            Files.createDirectories(home);
            try (var channel = FileChannel.open(
                            home.resolve("test-mariadb.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                register(options);
                var running = EmbeddedMariaDb.find(options);
                return running.isPresent() ? running.get() : fresh(options);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedMariaDb fresh(MariaDbOptions options) throws IOException {
        EmbeddedMariaDb.wipe(options);
        var server = EmbeddedMariaDb.start(options, _ -> {});
        register(options);
        watch(server.pid(), users(options));
        return server;
    }

    /** A shell beside us that stops the server once no JVM that named itself has been alive for a minute or so. */
    private static void watch(long server, Path users) {
        var script = """
                idle=0
                while kill -0 "$1" 2>/dev/null; do
                  used=
                  for f in "$2"/*; do
                    [ -e "$f" ] && kill -0 "${f##*/}" 2>/dev/null && used=1
                  done
                  if [ -n "$used" ]; then idle=0; else idle=$((idle + 1)); fi
                  [ "$idle" -ge 18 ] && kill "$1"
                  sleep 5
                done
                """;
        var folder = users.resolveSibling(".").normalize();
        ServerProcess.start(
                List.of("sh", "-c", script, "cellplane-test-mariadb", Long.toString(server), users.toString()),
                Map.of(),
                folder.resolve("watch.pid"),
                folder.resolve("watch.log"));
    }

    /** Before the server is asked, so that the watcher does not stop it in between. */
    private static void register(MariaDbOptions options) throws IOException {
        Files.createDirectories(users(options));
        Files.writeString(
                users(options).resolve(Long.toString(ProcessHandle.current().pid())), "");
    }

    private static Path users(MariaDbOptions options) {
        return options.data().resolve("users");
    }

    /** Where the project keeps what its runs share: one path, however it was reached, since a server is found by it. */
    private static Path home() {
        try {
            return Files.createDirectories(projectRoot().toRealPath().resolve(".cellplane"))
                    .toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path projectRoot() {
        var start = Path.of("").toAbsolutePath();
        for (@Nullable Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder;
            }
        }
        return start;
    }

    /**
     * An empty database of one test.
     *
     * @param name the database's name
     * @param url with the parameters of a plain JDBC connection
     */
    public record TestDatabase(String name, String url, String user, String password) implements AutoCloseable {
        TestDatabase(String name, EmbeddedMariaDb server) {
            this(name, server.url(name), server.user(), server.password());
        }

        /** Its address without parameters, as the product's settings have it. */
        public String address() {
            return url.replaceAll("\\?.*", "");
        }

        /** Drops it; leaving it costs only space until the run ends. */
        @Override
        public void close() {
            server().dropDatabase(name);
        }
    }
}
