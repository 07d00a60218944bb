package io.cellplane.metadata;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How guests are answered.
 *
 * @param port 0 takes a free one
 * @param secret what their proxy signs with
 * @param vendorData the file of what every guest is told; null for none
 * @param kept how long what was read of a guest is told again
 * @param keptMb how much of it there is at the most, in MiB
 * @param atOnce how many requests
 */
public record GuestSettings(
        String host, int port, String secret, @Nullable Path vendorData, Duration kept, int keptMb, int atOnce) {
    private static final Duration KEPT = Duration.ofSeconds(15);
    private static final int KEPT_MB = 16;
    private static final int AT_ONCE = 2000;

    /** On the loopback address, as a process is by default. */
    public static GuestSettings standard(int port, String secret) {
        return new GuestSettings("127.0.0.1", port, secret, null, KEPT, KEPT_MB, AT_ONCE);
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "GuestSettings[" + host + ":" + port + "]";
    }
}
