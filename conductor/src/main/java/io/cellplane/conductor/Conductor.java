package io.cellplane.conductor;

import io.cellplane.activities.control.images.ImageSnapshots;
import io.cellplane.activities.control.lane.SqlCellFences;
import io.cellplane.activities.control.lane.SqlLane;
import io.cellplane.activities.control.moves.SqlCellMoves;
import io.cellplane.activities.control.moves.SqlMoves;
import io.cellplane.activities.control.placement.Chooser;
import io.cellplane.activities.control.placement.SqlPlacement;
import io.cellplane.activities.control.ports.NetworkPorts;
import io.cellplane.conductor.sweep.AllAddresses;
import io.cellplane.conductor.sweep.ChangedAddresses;
import io.cellplane.conductor.sweep.Clockwork;
import io.cellplane.conductor.sweep.DueDebts;
import io.cellplane.conductor.sweep.ExpiringGrants;
import io.cellplane.conductor.sweep.Expiry;
import io.cellplane.conductor.sweep.LeftGrants;
import io.cellplane.conductor.sweep.LeftImages;
import io.cellplane.conductor.sweep.Purging;
import io.cellplane.conductor.sweep.Starter;
import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.Presence;
import io.cellplane.db.control.ProcessRow;
import io.cellplane.openstack.OpenStack;
import io.cellplane.process.health.Build;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.client.Workers;
import io.cellplane.temporal.flow.TaskQueues;
import io.cellplane.workflows.Workflows;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves the queue {@code control} and one {@code control.<cell>} for each cell, and sweeps for operations that stand
 * still. Any number of them may run.
 */
public final class Conductor implements AutoCloseable {
    private static final int POLLERS = 8;

    private final WorkerFactory factory;
    private final CellQueues queues;
    private final Patience patience;
    private final Presence presence;
    private final Clockwork sweeps;

    /**
     * How much is done at once.
     *
     * @param control in the queue {@code control}
     * @param cell in the queue of each cell: what a cell that hangs may hold
     */
    public record Slots(int control, int cell) {
        public static Slots standard() {
            return new Slots(32, 8);
        }
    }

    /** @param secrets the installation's */
    public Conductor(
            ApiDatabase api,
            CellDatabases cells,
            OpenStack services,
            Secrets secrets,
            Temporal temporal,
            Patience patience,
            Slots slots) {
        this.patience = patience;
        Starter starter = new Starter(api, cells, temporal, patience);
        Chooser chooser = new Chooser(api, cells);
        List<Object> inCells =
                List.of(new SqlMoves(api, cells, chooser), new SqlCellMoves(api, cells), new SqlCellFences(api, cells));
        this.queues = new CellQueues(cells, temporal, inCells, slots.cell(), patience);
        this.sweeps = new Clockwork(List.of(
                queues,
                starter,
                new Expiry(api, cells, patience, starter::startNow),
                new DueDebts(api, temporal, patience),
                new LeftImages(api, services.images(), services.imageGrants(), patience),
                new LeftGrants(api, services.imageGrants(), patience),
                new ExpiringGrants(api, services.imageGrants(), secrets, patience),
                new Purging(api, cells, patience),
                new ChangedAddresses(api, cells, services.networks(), patience),
                new AllAddresses(api, cells, services.networks(), patience)));
        this.presence = new Presence(
                api,
                ProcessRow.CONDUCTOR,
                temporal.name(),
                Build.here().text(),
                patience.hosts().alive());
        this.factory = temporal.workers();
        Worker worker = factory.newWorker(TaskQueues.CONTROL, Workers.options(slots.control(), POLLERS));
        Workflows.register(worker, patience);
        // Also what goes into cells: an older version's workflows have sent it here.
        worker.registerActivitiesImplementations(inCells.toArray());
        worker.registerActivitiesImplementations(
                new SqlPlacement(api, chooser),
                new NetworkPorts(api, services.networks()),
                new ImageSnapshots(api, services.images(), services.imageGrants(), secrets),
                new SqlLane(api, cells, starter::startNow));
    }

    public void start() {
        factory.start();
        sweeps.start();
        presence.start();
    }

    @Override
    public void close() {
        presence.close();
        sweeps.close();
        List<WorkerFactory> all = new ArrayList<>(queues.stop());
        all.add(factory);
        Workers.drain(all, patience.steps().drain());
    }
}
