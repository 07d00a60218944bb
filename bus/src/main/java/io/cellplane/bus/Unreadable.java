package io.cellplane.bus;

import org.jspecify.annotations.Nullable;

/** Bytes that are not the message they should be. Says the type only: the content may hold secrets. */
public final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(Class<?> type, @Nullable Exception why) {
        super("not a readable " + type.getSimpleName()
                + (why == null ? "" : ": " + why.getClass().getSimpleName()));
    }
}
