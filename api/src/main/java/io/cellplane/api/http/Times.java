package io.cellplane.api.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The two forms in which the API writes times, both UTC. */
public final class Times {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private Times() {}

    /** {@code 2024-01-02T03:04:05Z}, of servers and images. */
    public static @Nullable String seconds(@Nullable Instant instant) {
        return instant == null ? null : SECONDS.format(instant);
    }

    /** {@code 2024-01-02T03:04:05.000000}, without a zone, of everything else. */
    public static @Nullable String micros(@Nullable Instant instant) {
        return instant == null ? null : MICROS.format(instant);
    }
}
