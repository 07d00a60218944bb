package io.cellplane.db.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it must be, and whose it is, as far as that is known.
 *
 * @param invariant I1 to I12, as the design numbers them; I12: no rule of a server group is broken
 * @param server whose it is; null when it is nobody's
 * @param operation that left it so
 * @param cell where it was found
 * @param host where it was found
 */
public record Finding(
        String invariant,
        String what,
        @Nullable UUID server,
        @Nullable UUID operation,
        @Nullable String cell,
        @Nullable String host) {

    /** @return whose it is, as words for a person; empty when it is nobody's */
    public String whose() {
        StringBuilder words = new StringBuilder();
        add(words, "server", server);
        add(words, "operation", operation);
        add(words, "cell", cell);
        add(words, "host", host);
        return words.toString();
    }

    private static void add(StringBuilder words, String name, @Nullable Object value) {
        if (value != null) {
            words.append(words.isEmpty() ? "" : ", ").append(name).append(' ').append(value);
        }
    }

    @Override
    public String toString() {
        String whose = whose();
        return invariant + " " + what + (whose.isEmpty() ? "" : " (" + whose + ")");
    }
}
