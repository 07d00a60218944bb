package io.cellplane.conductor;

import io.cellplane.conductor.sweep.Round;
import io.cellplane.conductor.sweep.Sweep;
import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.client.Workers;
import io.cellplane.temporal.flow.TaskQueues;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Serves {@code control.<cell>} for every cell of the registry, also for one that comes while it runs, until it leaves. */
final class CellQueues implements Sweep {
    private static final int POLLERS = 2;

    private final CellDatabases cells;
    private final Temporal temporal;
    private final List<Object> activities;
    private final int slots;
    private final Patience patience;
    private final Map<String, WorkerFactory> served = new HashMap<>();
    private boolean closed;

    /** @param slots how much is done at once for each cell */
    CellQueues(CellDatabases cells, Temporal temporal, List<Object> activities, int slots, Patience patience) {
        this.cells = cells;
        this.temporal = temporal;
        this.activities = activities;
        this.slots = slots;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "queues";
    }

    @Override
    public Duration rest() {
        return patience.sweeps().every();
    }

    @Override
    public void sweep(Round round) {
        List<String> known = cells.names();
        known.forEach(cell -> round.attempt(() -> serve(cell)));
        leave(known);
    }

    /** Nothing comes any more for a cell that has left the registry: it had nothing open. */
    private synchronized void leave(List<String> known) {
        served.entrySet().removeIf(each -> {
            boolean gone = !known.contains(each.getKey());
            if (gone) {
                each.getValue().shutdown();
            }
            return gone;
        });
    }

    /** A factory of its own, since one that runs takes no more queues. */
    private synchronized void serve(String cell) {
        if (closed || served.containsKey(cell)) {
            return;
        }
        WorkerFactory factory = temporal.workers();
        factory.newWorker(TaskQueues.control(cell), Workers.options(slots, POLLERS))
                .registerActivitiesImplementations(activities.toArray());
        try {
            factory.start();
        } catch (RuntimeException notNow) {
            factory.shutdownNow();
            throw notNow;
        }
        served.put(cell, factory);
    }

    /** Takes no more cells. @return what runs, to be drained */
    synchronized List<WorkerFactory> stop() {
        closed = true;
        return List.copyOf(served.values());
    }
}
