package io.cellplane.temporal.step;

import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.TaskQueues;
import io.temporal.activity.ActivityInterface;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The records of a server on their way between two cells. Queue {@link TaskQueues#control(String)} of the cell that is
 * written to: where the other one hangs, a try ends soon and gives its slot back.
 */
@ActivityInterface(namePrefix = "CellMoves.")
public interface CellMoves {

    /** Brings the records into the destination's cell, as a copy that does not count yet. */
    StepResult<Arrival> copy(Course course, int attempt);

    /** Undoes that copy; only when every cutover was undone. */
    void uncopy(Course course, int attempt);

    /** Makes the copy that a move has left arrive again, with what was changed since. */
    StepResult<Arrival> merge(Course course, int attempt, long left);

    /** From here the records of the destination count; may be repeated, and beside itself. */
    Cut cutOver(Course course, int attempt);

    /**
     * Undoes the cutovers up to that one.
     *
     * @return false when the destination counts already: then there is only the way forward
     */
    boolean stay(Course course, int attempts);

    /**
     * Leaves one copy of the records that a boot was taking into that cell: what arrives is taken back, or opened where it
     * counts already. May be repeated; needs no history.
     *
     * @param into null, as histories have it of before there was a choice: into every cell
     */
    void settle(UUID server, @Nullable String into);

    /** Erases a copy that does not count, of that generation or older. */
    void erase(String cell, UUID server, long generation);

    /**
     * From where to where.
     *
     * @param generation of the copy that counts
     */
    record Course(UUID operation, UUID server, String from, String to, long generation) {
        /** How many cutovers one attempt has numbers for. */
        public static final int CUTS = 8;

        /** Of all attempts of the operation, none has the number of another's. */
        public static int cut(int attempt, int number) {
            return (attempt - 1) * CUTS + number;
        }
    }

    /** @param generation of the copy that arrives */
    record Arrival(long generation) {}

    /** How a cutover ended. */
    enum Cut {
        MOVED,
        /** It is moved, and the source's cell does not answer. */
        SOURCE_AWAY,
        /** Nothing was changed: again, under the next number. */
        LATER
    }
}
