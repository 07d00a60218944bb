package io.cellplane.db.lists;

import io.cellplane.db.CellAway;
import io.cellplane.db.TooSlow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
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
    private boolean answered;

    Cursor(String name, Order order, Source source, int batch, Order.@Nullable Position start, Executor reading) {
        this.name = name;
        this.order = order;
        this.source = source;
        this.batch = batch;
        this.reading = reading;
        read(start);
    }

    /** Whether something has come already. */
    boolean hasAnswered() {
        return answered;
    }

    String name() {
        return name;
    }

    /**
     * The next server, or null at the end.
     *
     * @throws CellAway if the cell does not answer in time
     * @throws TooSlow if its database has ended the statement
     */
    @Nullable Listed peek(Duration wait) {
        if (rows.isEmpty() && under != null) {
            List<Listed> next = Answers.of(name, under, wait);
            rows.addAll(next);
            answered = true;
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
}
