package io.cellplane.db.lists;

import io.cellplane.db.CellAway;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a cell is asked in the background. */
final class Answers {
    private Answers() {}

    /**
     * What came, or what it failed with.
     *
     * @throws CellAway if nothing comes in that time
     */
    static <T> T of(String cell, FutureTask<T> task, Duration within) {
        try {
            return task.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CellAway(cell, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CellAway(cell, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
