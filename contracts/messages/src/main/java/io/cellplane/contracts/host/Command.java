package io.cellplane.contracts.host;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step of an operation on one host. The host's journal is keyed by (operation, step, attempt): asking again is
 * harmless and is answered from the journal.
 *
 * @param undo true when the command undoes the step of that name and attempt, whether or not it ever came
 * @param generation the server's cell; what judges a command without a placing
 * @param placing which of the server's placings it is about; a command older than the newest the host has seen is refused. 0
 *     from who does not know it
 * @param timeLeftMillis how long from receipt the host may take; a duration, so that clocks do not matter
 * @param order what the verb needs to know; null exactly for an undo
 */
public record Command(
        Verb verb,
        UUID operation,
        String step,
        int attempt,
        boolean undo,
        UUID server,
        long generation,
        long placing,
        long timeLeftMillis,
        String requestId,
        @Nullable Order order) {

    /** The step name that means every step of the operation: with {@code undo} it fences the operation off a host. */
    public static final String EVERY_STEP = "*";

    /** Whether it only takes away. */
    public boolean onlyCleans() {
        return undo || verb.onlyCleans();
    }

    /** What is told, in a word: the verb, or which change of power. */
    public String word() {
        return order instanceof Order.Change(Power power) ? power.token() : verb.token();
    }

    /**
     * Nothing of that operation will be done on the host any more, and what runs of it is stopped; guests stay as they
     * are. Undos of the operation are still taken.
     */
    public static Command fence(UUID operation, UUID server, String requestId) {
        return new Command(Verb.SPAWN, operation, EVERY_STEP, 0, true, server, 0, 0, 0, requestId, null);
    }
}
