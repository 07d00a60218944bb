package io.cellplane.compute.journal;

import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Verb;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal: where a step stands. Never carries what a command carries beyond its ids.
 *
 * @param placing 0 in a line of an older version
 * @param failure a type of the failure catalogue, when refused
 */
public record Entry(
        StepKey key,
        State state,
        Verb verb,
        UUID server,
        long generation,
        long placing,
        Map<String, String> outcome,
        @Nullable String failure,
        @Nullable String message,
        Instant at) {

    /** Where a step stands. */
    public enum State {
        RUNNING,
        DONE,
        REFUSED,
        UNDOING,
        UNDONE;

        boolean open() {
            return this == RUNNING || this == UNDOING;
        }

        boolean undo() {
            return this == UNDOING || this == UNDONE;
        }
    }

    /** An entry of that command, with what its outcome says. */
    public static Entry of(Command command, State state, Reply reply, Instant at) {
        return new Entry(
                StepKey.of(command),
                state,
                command.verb(),
                command.server(),
                command.generation(),
                command.placing(),
                reply.outcome(),
                reply.failure(),
                reply.message(),
                at);
    }

    /** The answer to whoever asks for the step again, or null when it has to run (again). */
    public @Nullable Reply answer() {
        return switch (state) {
            case RUNNING -> null;
            case DONE -> Reply.done(outcome);
            case REFUSED -> new Reply(Reply.State.REFUSED, outcome, failure, message);
            case UNDOING, UNDONE -> Reply.undone();
        };
    }
}
