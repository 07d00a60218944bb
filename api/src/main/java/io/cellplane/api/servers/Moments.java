package io.cellplane.api.servers;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times in queries: ISO 8601, UTC where no zone is said. */
final class Moments {
    private Moments() {}

    /** @throws io.cellplane.contracts.failure.Refused 400 when it is no time */
    static Instant parse(String key, String text) {
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
            throw Words.bad("Invalid input for query parameters %s. Value: %s. '%s' is not a 'date-time'"
                    .formatted(key, text, text));
        }
    }
}
