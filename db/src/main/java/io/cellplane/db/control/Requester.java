package io.cellplane.db.control;

import org.jspecify.annotations.Nullable;

/** Who asks for an operation, and in which request. */
public record Requester(
        String project,
        String user,
        String requestId,
        @Nullable String globalRequestId) {
    /** The user of what nobody asked for. */
    public static final String SYSTEM = "system";
}
