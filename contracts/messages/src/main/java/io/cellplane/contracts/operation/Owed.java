package io.cellplane.contracts.operation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a host or a cell that does not answer still has to do: it becomes a debt, and nobody waits for it.
 *
 * @param host whose guest it is; null for the record in the cell's database, which is to be erased
 * @param generation of the record: nothing newer is touched
 * @param placing of the guest: nothing newer is touched; 0 where it names what it takes, or nobody knows
 * @param kept what of the host's it is, where it is not the guest itself that is to be destroyed
 */
public record Owed(
        String cell,
        @Nullable String host,
        long generation,
        long placing,
        @Nullable Kept kept) {

    /** The record in that cell. */
    public static Owed record(String cell, long generation) {
        return new Owed(cell, null, generation, 0, null);
    }

    /** The guest on that host. */
    public static Owed guest(String cell, String host, long generation, long placing) {
        return new Owed(cell, host, generation, placing, null);
    }

    /**
     * A guest that has left its host and is kept there.
     *
     * @param operation that keeps it; of {@link Fate#KEPT_AGAIN}, that may have brought it back
     * @param attempt in which it did
     */
    public record Kept(UUID operation, int attempt, Fate fate) {}

    /** What is to become of it. */
    public enum Fate {
        DISCARDED,
        /** Nobody else has the guest. */
        COMES_BACK,
        /** The guest runs elsewhere again: if this one came back, it is to be kept as before. */
        KEPT_AGAIN
    }

    /** What that operation keeps is not needed any more. */
    public static Owed discard(String cell, String host, long generation, UUID operation, int attempt) {
        return new Owed(cell, host, generation, 0, new Kept(operation, attempt, Fate.DISCARDED));
    }

    /** Nobody else has the guest: it is to be the guest again, and is never destroyed for this debt. */
    public static Owed comeBack(String cell, String host, long generation, UUID operation, int attempt) {
        return new Owed(cell, host, generation, 0, new Kept(operation, attempt, Fate.COMES_BACK));
    }

    /** What that operation may have brought back is to be kept again. */
    public static Owed keepAgain(String cell, String host, long generation, UUID operation, int attempt) {
        return new Owed(cell, host, generation, 0, new Kept(operation, attempt, Fate.KEPT_AGAIN));
    }
}
