package io.cellplane.db.lists;

import io.cellplane.db.CellAway;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One participant of a merge: its servers in order, read in batches, the first of them in the background. */
final class Cursor {
    /** What follows a position (null: the beginning), at most a batch. */
    interface Source extends Function<Order.@Nullable Position, List<Listed>> {}

    private final String name;
    private final Order order;
    private final Source source;
    private final int batch;
    private final Executor reading;
    private final ArrayDeque<Listed> rows = new ArrayDeque<>();
    private @Nullable FutureTask<List<Listed>> under;

    Cursor(String name, Order order, Source source, int batch, Order.@Nullable Position start, Executor reading) {
        this.name = name;
        this.order = order;
        this.source = source;
        this.batch = batch;
        this.reading = reading;
        read(start);
    }

    String name() {
        return name;
    }

    /**
     * The next server, or null at the end.
     *
     * @throws CellAway if the cell does not answer in time
     */
    @Nullable Listed peek(Duration wait) {
        if (rows.isEmpty() && under != null) {
            List<Listed> next = await(under, wait);
            rows.addAll(next);
            under = null;
            if (next.size() == batch) {
                read(order.of(next.getLast().row()));
            }
        }
        return rows.peek();
    }

    Listed take() {
        return rows.remove();
    }

    private void read(Order.@Nullable Position after) {
        FutureTask<List<Listed>> task = new FutureTask<>(() -> source.apply(after));
        reading.execute(task);
        under = task;
    }

    private List<Listed> await(FutureTask<List<Listed>> task, Duration wait) {
        try {
            return task.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CellAway(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CellAway(name, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
