package io.cellplane.bus;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a NATS server, and as whom.
 *
 * @param url {@code nats://host:port}, several with commas, of which the first that answers is used; with {@code tls://} the server must show a certificate of that
 *     name, from an authority in the JVM's trust store
 * @param name seen in the server's list of connections
 * @param inboxPrefix where this process's answers arrive; its own, so that no other process may read them
 * @param user with {@code passwordFile}; null without
 * @param credentialsFile instead of user and password; null without
 * @param connectTimeout for one attempt; a server that answers nothing for three times as long is lost
 */
public record NatsSettings(
        String url,
        String name,
        String inboxPrefix,
        @Nullable String user,
        @Nullable Path passwordFile,
        @Nullable Path credentialsFile,
        Duration connectTimeout) {

    /** Without any identity, as a server without accounts takes it. */
    public static NatsSettings open(String url, String name) {
        return new NatsSettings(url, name, "_INBOX." + name, null, null, null, Duration.ofSeconds(2));
    }
}
