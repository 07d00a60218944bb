package io.cellplane.standalone.apart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cellplane.embedded.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts, finds and ends the processes of a cloud apart. */
public final class Launcher {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int POLL_MILLIS = 50;
    /** So long nobody finds it, and it has ended: while it becomes another program it has no command line. */
    private static final Duration GONE = Duration.ofSeconds(1);

    private static final int LAST_LINES = 15;
    private static final int CONNECT_MILLIS = 500;
    private static final int HTTP_OK = 200;

    private Launcher() {}

    /** Where it runs already, that one. */
    public static ServerProcess start(Program program) {
        return find(program).orElseGet(() -> {
            try {
                Files.createDirectories(program.log().getParent());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            List<String> words = new ArrayList<>(program.entry());
            words.addAll(program.command());
            return ServerProcess.start(words, program.environment(), program.pidFile(), program.log());
        });
    }

    /** By its pid file, and by its command line: a pid may have been given to somebody else since. */
    public static Optional<ServerProcess> find(Program program) {
        if (!program.entry().isEmpty()) {
            return ServerProcess.exactly(program.command());
        }
        return started(program).or(() -> ServerProcess.find(program.command())).filter(ServerProcess::isAlive);
    }

    /** What was started: where the program has an entry, that, as long as it brings the program somewhere. */
    private static Optional<ServerProcess> started(Program program) {
        return pid(program).flatMap(pid -> ServerProcess.at(pid, program.command()));
    }

    private static Optional<Long> pid(Program program) {
        try {
            return Optional.of(Long.valueOf(Files.readString(program.pidFile()).strip()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** @throws IllegalStateException when it ends, or the time passes, before it is ready; with its last words */
    public static void awaitReady(Program program, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        long seen = System.nanoTime();
        while (!isReady(program)) {
            long now = System.nanoTime();
            seen = find(program).or(() -> started(program)).isPresent() ? now : seen;
            if (now - seen > GONE.toNanos() || now - deadline > 0) {
                throw new IllegalStateException(program.name() + " did not come up:\n" + lastWords(program));
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while " + program.name() + " came up", e);
            }
        }
    }

    /** Whether it can do its work now. */
    public static boolean isReady(Program program) {
        String health = program.health();
        if (health == null) {
            return connects(LOOPBACK, program.port());
        }
        URI address = URI.create(health);
        return switch (address.getScheme()) {
            case "tcp" -> connects(address.getHost(), address.getPort());
            case "file" -> Files.exists(Path.of(address.getPath()));
            case "room" -> isMade(Path.of(address.getPath()));
            default -> answers(health);
        };
    }

    /** As the room's first process says, where nobody outside sees it but through that process. */
    private static boolean isMade(Path pidFile) {
        try {
            return Files.exists(Path.of("/proc", Files.readString(pidFile).strip(), "root", "run", "ready"));
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What it was built from, as it says itself; empty for one that is not ours, or does not answer. */
    public static Optional<String> version(Program program) {
        String health = program.health();
        if (health == null || !health.endsWith("/readyz")) {
            return Optional.empty();
        }
        try (InputStream page = open(health.replace("/readyz", "/healthz")).getInputStream()) {
            JsonNode said = new ObjectMapper().readTree(page);
            return Optional.of(
                    said.path("version").asText() + " " + said.path("commit").asText());
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    private static boolean connects(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean answers(String address) {
        try {
            HttpURLConnection connection = open(address);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static HttpURLConnection open(String address) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(CONNECT_MILLIS * 4);
        return connection;
    }

    static String lastWords(Program program) {
        try {
            List<String> lines = Files.readAllLines(program.log(), StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
