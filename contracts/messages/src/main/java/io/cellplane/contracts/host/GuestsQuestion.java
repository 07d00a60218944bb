package io.cellplane.contracts.host;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which guests a host has, a page at a time, in the order of their ids as text.
 *
 * @param after the last one of the page before; null for the first page
 * @param most how many the page may carry; a host gives {@link #PAGE} at most
 */
public record GuestsQuestion(@Nullable UUID after, int most) {
    /** As many as surely fit into one message. */
    public static final int PAGE = 1000;

    public static GuestsQuestion first() {
        return new GuestsQuestion(null, PAGE);
    }

    public GuestsQuestion next(UUID last) {
        return new GuestsQuestion(last, most);
    }
}
