package io.cellplane.db.audit;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A range of ids, in the order in which databases have them.
 *
 * @param after the last before it; null for none
 * @param to its last; null for whatever comes
 */
record Span(@Nullable UUID after, @Nullable UUID to) {
    /** As texts are ordered. */
    static final Comparator<UUID> ORDER = (one, other) -> {
        int most = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return most != 0 ? most : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    };

    /** Comes before every id. */
    private static final String FIRST = "";

    /** Comes after every id. */
    static final String LAST = "~";

    boolean has(UUID id) {
        return (after == null || ORDER.compare(id, after) > 0) && (to == null || ORDER.compare(id, to) <= 0);
    }

    /** @param found what was found in it, in order: a full page leaves open what comes behind */
    Span cut(List<UUID> found, int page) {
        return found.size() < page ? this : new Span(after, found.getLast());
    }

    String from() {
        return after == null ? FIRST : after.toString();
    }

    String until() {
        return to == null ? LAST : to.toString();
    }
}
