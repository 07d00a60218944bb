package io.cellplane.contracts.operation;

import java.util.Locale;

/** What an operation does ({@code operations.kind}). */
public enum Kind {
    BOOT,
    DELETE;

    /** As it stands in rows and workflow ids. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Kind of(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
