package io.cellplane.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The configuration of one cell's NATS server: one account, and in it a user for each process that may speak. A host
 * reaches its own subjects only; the API may ask and never command. Who is not listed gets no connection.
 *
 * @param file where it lies, for its owner only
 * @param address what it listens on
 * @param monitor a port on the loopback address for the server's own health and counters, 0 for none
 */
public record NatsConfiguration(Path file, String address, int port, int monitor) {
    private static final int PAYLOAD = 1_048_576;
    /** Of one connection: the cell-worker, who hears the most, has four. */
    private static final int SUBSCRIPTIONS = 16;
    /** Of all together; the server's own default is as many as a process has ports. */
    private static final int CONNECTIONS = 8_192;

    /** On the loopback address. */
    public NatsConfiguration(Path file, int port, int monitor) {
        this(file, "127.0.0.1", port, monitor);
    }

    /**
     * Writes it. A server that runs takes it in with {@link #reload}: a host is added without a restart, and nobody
     * else's connection ends.
     *
     * @param worker the name of the cell-worker on the bus, which its inbox is called after
     * @param hosts passwords by host
     * @throws IllegalArgumentException when two of all these would have one inbox: each would hear the other's answers
     */
    public void write(String worker, String workerPassword, String apiPassword, Map<String, String> hosts) {
        Set<String> inboxes = new HashSet<>(List.of(inbox("api"), inbox(worker)));
        hosts.keySet().forEach(host -> {
            if (!inboxes.add(inboxOf(host))) {
                throw new IllegalArgumentException("a host may not be called " + host + ": its inbox is another's");
            }
        });
        String users = hosts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(host -> host(host.getKey(), host.getValue()))
                .collect(Collectors.joining());
        String monitoring = monitor == 0 ? "" : "http: \"127.0.0.1:" + monitor + "\"\n";
        save("""
                listen: "%s:%d"
                %smax_payload: %d
                max_subscriptions: %d
                max_connections: %d
                accounts {
                  CELL {
                    users: [
                %s%s%s    ]
                  }
                }
                """.formatted(
                        address,
                        port,
                        monitoring,
                        PAYLOAD,
                        SUBSCRIPTIONS,
                        CONNECTIONS,
                        user(
                                "cell-worker",
                                workerPassword,
                                "[\"host.*.do.>\", \"host.*.ask.>\"]",
                                "[\"host.*.up.>\", \"" + inbox(worker) + "\"]",
                                false),
                        user("api", apiPassword, "[\"host.*.ask.>\"]", "[\"" + inbox("api") + "\"]", false),
                        users));
    }

    private static String host(String name, String password) {
        String host = "host." + name.replace("%", "%25").replace(".", "%2E");
        return user(
                name,
                password,
                "[\"" + host + ".up.>\"]",
                "[\"" + host + ".do.>\", \"" + host + ".ask.>\", \"" + inboxOf(name) + "\"]",
                true);
    }

    private static String inboxOf(String host) {
        return inbox(host.replace('.', '_'));
    }

    private static String inbox(String name) {
        return "_INBOX." + name + ".>";
    }

    private static String user(String name, String password, String speaks, String hears, boolean answers) {
        return "      { user: \"%s\", password: \"%s\", permissions: { publish: { allow: %s }, subscribe: { allow: %s }%s } }\n"
                .formatted(name, password, speaks, hears, answers ? ", allow_responses: true" : "");
    }

    private void save(String text) {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server of that process reads it anew. */
    public static void reload(long pid) {
        try {
            int code = new ProcessBuilder("kill", "-HUP", Long.toString(pid))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("process " + pid + " could not be told to read its configuration");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
