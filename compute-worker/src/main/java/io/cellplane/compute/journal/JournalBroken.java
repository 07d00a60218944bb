package io.cellplane.compute.journal;

import org.jspecify.annotations.Nullable;

/** The journal cannot be read or written; a host without its memory takes no commands. */
public final class JournalBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalBroken(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
