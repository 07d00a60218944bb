package io.cellplane.contracts.host;

import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which guests a host has and keeps, a page at a time, in the order of their servers' ids as text.
 *
 * @param after the last server of the page before; null for the first page
 * @param most how many servers the page may carry; a host gives {@link #PAGE} at most
 */
public record GuestsQuestion(@Nullable UUID after, int most) {
    static final Comparator<UUID> ORDER = Comparator.comparing(UUID::toString);

    /** As many as surely fit into one message. */
    public static final int PAGE = 1000;

    public static GuestsQuestion first() {
        return new GuestsQuestion(null, PAGE);
    }

    /** What there is of one server, and of no other. */
    public static GuestsQuestion about(UUID server) {
        long low = server.getLeastSignificantBits();
        long high = server.getMostSignificantBits();
        boolean first = low == 0 && high == 0;
        return new GuestsQuestion(first ? null : new UUID(low == 0 ? high - 1 : high, low - 1), 1);
    }

    public GuestsQuestion next(UUID last) {
        return new GuestsQuestion(last, most);
    }
}
