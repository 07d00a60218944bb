package io.cellplane.openstack.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * How services are called.
 *
 * @param connect until a connection is there
 * @param timeout for one call, from connecting to the last byte; nothing is called again after that
 * @param caFile the authorities that are trusted with the services' certificates, PEM; empty: those of the JVM
 * @param connectRetries how often a call is made again that has not reached the service, or that may be made any number of
 *     times and broke
 * @param statusRetries how often one that may be made any number of times, and was answered with one of those statuses
 */
public record Wire(
        Duration connect,
        Duration timeout,
        String caFile,
        int connectRetries,
        int statusRetries,
        Set<Integer> retriable) {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int TOO_MANY = 429;

    public Wire {
        retriable = Set.copyOf(retriable);
    }

    /** Nothing is called again, and the JVM's own authorities are trusted. */
    public static Wire once(Duration timeout) {
        return new Wire(CONNECT, timeout, "", 0, 0, Set.of());
    }

    /** Whether a status says nothing of the request but that it cannot be served now. */
    public static boolean isNotNow(int status) {
        return status == TOO_MANY || (status >= 500 && status < 600);
    }

    /** A client for any number of services; the caller closes it. @throws IllegalArgumentException for a CA file that is none */
    public HttpClient client() {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connect)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        if (!caFile.isBlank()) {
            client.sslContext(Trust.in(caFile));
        }
        return client.build();
    }
}
