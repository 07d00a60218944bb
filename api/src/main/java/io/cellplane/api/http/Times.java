package io.cellplane.api.http;

import io.cellplane.api.schema.Values;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The two forms in which the API writes times, both UTC, and those in which it reads them. */
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

    /**
     * Reads one of a query: ISO 8601, UTC where no zone is said.
     *
     * @throws io.cellplane.contracts.failure.Refused 400 when it is no time
     */
    public static Instant parse(String key, String text) {
        // A plus that was not encoded arrives as a space.
        String plain =
                text.strip().replaceAll("(?<=\\d) (?=\\d\\d:?\\d\\d$)", "+").replace(' ', 'T');
        try {
            if (!plain.matches("\\d{4}-.{1,40}")) {
                throw new DateTimeException("not a year of four digits");
            }
            if (plain.matches("\\d{4}-\\d\\d-\\d\\d")) {
                return LocalDate.parse(plain).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            if (plain.matches(".*T.*(Z|[+-]\\d\\d(:?\\d\\d)?)$")) {
                String zoned =
                        plain.replaceAll("([+-]\\d\\d)(\\d\\d)$", "$1:$2").replaceAll("([+-]\\d\\d)$", "$1:00");
                return OffsetDateTime.parse(zoned).toInstant();
            }
            return LocalDateTime.parse(plain).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw Values.bad("Invalid input for query parameters %s. Value: %s. '%s' is not a 'date-time'"
                    .formatted(key, text, text));
        }
    }
}
