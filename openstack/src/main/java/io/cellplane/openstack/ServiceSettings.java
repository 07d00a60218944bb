package io.cellplane.openstack;

import io.cellplane.openstack.http.Wire;
import io.cellplane.openstack.identity.ServiceCredential;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code cellplane.services.*}: identity, image and network, and who Cellplane is to them. The words in the processes' own
 * files say what each value means.
 */
public record ServiceSettings(
        URI identityUrl,
        @Nullable URI imageUrl,
        @Nullable URI networkUrl,
        String region,
        List<String> interfaces,
        String caFile,
        Duration connectTimeout,
        Duration timeout,
        int connectRetries,
        int statusCodeRetries,
        List<Integer> retriableStatusCodes,
        String user,
        String passwordFile,
        String project) {
    private static final Set<String> INTERFACES = Set.of("public", "internal", "admin");
    private static final int MOST_RETRIES = 10;

    public ServiceSettings {
        interfaces = List.copyOf(interfaces);
        retriableStatusCodes = List.copyOf(retriableStatusCodes);
        require(
                !interfaces.isEmpty() && INTERFACES.containsAll(interfaces),
                "interfaces has one or more of public, internal and admin, not " + interfaces);
        require(!connectTimeout.isZero(), "connect-timeout is longer than nothing");
        require(!timeout.isZero(), "timeout is longer than nothing");
        retries("connect-retries", connectRetries);
        retries("status-code-retries", statusCodeRetries);
        require(
                retriableStatusCodes.stream().allMatch(Wire::isNotNow),
                "retriable-status-codes has 429 and what lies between 500 and 599, not " + retriableStatusCodes);
    }

    private static void retries(String name, int given) {
        require(given >= 0 && given <= MOST_RETRIES, name + " lies between 0 and " + MOST_RETRIES + ", not " + given);
    }

    private static void require(boolean right, String words) {
        if (!right) {
            throw new IllegalArgumentException(words);
        }
    }

    public Endpoints endpoints() {
        return new Endpoints(identityUrl, imageUrl, networkUrl, region, interfaces);
    }

    public Wire wire() {
        return new Wire(
                connectTimeout, timeout, caFile, connectRetries, statusCodeRetries, Set.copyOf(retriableStatusCodes));
    }

    /** @param password what stands in the file */
    public ServiceCredential credential(String password) {
        return ServiceCredential.of(user, password, project);
    }
}
