package io.cellplane.temporal.step;

import io.cellplane.temporal.flow.TaskQueues;
import io.temporal.activity.ActivityInterface;
import java.util.UUID;

/** What a repair bars in a cell. Queue {@link TaskQueues#control(String)}. */
@ActivityInterface(namePrefix = "CellFences.")
public interface CellFences {

    /**
     * Bars every step of the operation that has not begun in that cell.
     *
     * @return whether the server's record counts there and says that it is up
     */
    boolean fence(UUID operation, String cell, UUID server);
}
