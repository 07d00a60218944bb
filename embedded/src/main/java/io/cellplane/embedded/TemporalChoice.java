package io.cellplane.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Which Temporal serves.
 *
 * @param kind who runs it and whether it keeps what it knows
 * @param address host:port of its gRPC interface
 * @param uiUrl its web UI, null where there is none or where it is not ours to know
 * @param sentence the choice and its consequence, for a person
 */
public record TemporalChoice(
        Kind kind, String address, @Nullable String uiUrl, String sentence) {
    /** Who runs the server. */
    public enum Kind {
        /** Somebody else: nothing was started and nothing will be stopped. */
        EXTERNAL,
        /** A real server of ours on a file. */
        REAL_SERVER,
        /** A dev server of ours on a file. */
        DEV_SERVER,
        /** A server inside this JVM, which forgets all at its end. */
        IN_MEMORY
    }
}
