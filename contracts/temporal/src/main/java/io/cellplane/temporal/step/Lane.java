package io.cellplane.temporal.step;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.temporal.flow.TaskQueues;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An operation's own row and its server's lane. Queue {@link TaskQueues#CONTROL}. */
@ActivityInterface(namePrefix = "Lane.")
public interface Lane {

    /** Begins the operation and says where the server is and what it holds. */
    Held begin(UUID operation, UUID server);

    /** Whether a successor waits for this operation to make way. */
    boolean mustMakeWay(UUID operation);

    /** Whether that successor is a delete, which cleans up in every place whatever was left there. */
    boolean isDeleted(UUID operation);

    /** Closes the operation for its successor, which is started. */
    void makeWay(UUID operation);

    /**
     * Ends a delete of a server that has no record in any cell, or whose cell does not answer.
     *
     * @param owed what did not answer: it becomes a debt
     */
    void gone(UUID operation, UUID server, List<Owed> owed);

    /** What is still being attached to the server, or detached. */
    List<Beside> beside(UUID server);

    /** What an operation that waits for a host may expect. */
    Outlook look(UUID operation, String host);

    /** Leaves a debt: the operation goes on without the host. */
    void owe(UUID operation, Owed owed);

    /** Whether that is owed still: the debt's row is the truth. */
    boolean isOwed(UUID debt);

    /**
     * The debt is paid.
     *
     * @param placing that was paid; what is owed of a newer one by now stays
     */
    void settle(UUID debt, long placing);

    /**
     * Gives up a landing in a cell that does not answer: if the server's record does not count there by now, it never will.
     *
     * @return where the server is
     */
    Held giveUp(Step landing, UUID server);

    /** Bars every step of the operation that has not begun in the API database, and reads what it has left. */
    Held fence(UUID operation, UUID server);

    /**
     * @param up whether the host is heard of, so that it is worth being asked
     * @param fenced whether an administrator has said that it is down, so that nothing of it runs any more
     * @param succeeded whether a successor waits for the operation to make way
     * @param deleted whether that is a delete
     */
    record Outlook(boolean up, boolean fenced, boolean succeeded, boolean deleted) {}

    /**
     * @param begun false when the operation was taken back or is over
     * @param cell null while the server has no record in any cell
     * @param placing the newest of the server's
     * @param places every host that holds, or may hold, something of the server; where it lives is the first
     * @param copies cells in which a move has left a copy of its records, with the generation of each
     * @param attempts how many hosts the operation has claimed, one after the other
     * @param beside what must end before an operation goes on that is {@linkplain Kind#isAlone alone}
     * @param device the port that is to be detached, where one is
     */
    record Held(
            boolean begun,
            @Nullable String cell,
            long generation,
            long placing,
            List<Place> places,
            List<Copy> copies,
            int attempts,
            List<Beside> beside,
            @Nullable UUID device) {

        /** Histories of before there were copies, or anything beside, name none. */
        public Held {
            copies = copies == null ? List.of() : copies;
            beside = beside == null ? List.of() : beside;
        }

        /** With nothing beside it, and of no device. */
        public Held(
                boolean begun,
                @Nullable String cell,
                long generation,
                long placing,
                List<Place> places,
                List<Copy> copies,
                int attempts) {
            this(begun, cell, generation, placing, places, copies, attempts, List.of(), null);
        }
    }

    /** An operation that changes what is attached. */
    record Beside(UUID operation, Kind kind) {}

    /** Records that do not count. */
    record Copy(String cell, long generation) {}

    /** A host of a cell. */
    record Place(String cell, String host) {}
}
