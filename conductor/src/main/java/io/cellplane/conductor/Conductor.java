package io.cellplane.conductor;

import io.cellplane.activities.control.images.ImageSnapshots;
import io.cellplane.activities.control.lane.SqlLane;
import io.cellplane.activities.control.moves.SqlCellMoves;
import io.cellplane.activities.control.moves.SqlMoves;
import io.cellplane.activities.control.placement.Chooser;
import io.cellplane.activities.control.placement.SqlPlacement;
import io.cellplane.activities.control.ports.NetworkPorts;
import io.cellplane.conductor.sweep.Clockwork;
import io.cellplane.conductor.sweep.DueDebts;
import io.cellplane.conductor.sweep.ExpiringGrants;
import io.cellplane.conductor.sweep.Expiry;
import io.cellplane.conductor.sweep.LeftImages;
import io.cellplane.conductor.sweep.Presence;
import io.cellplane.conductor.sweep.Purging;
import io.cellplane.conductor.sweep.Starter;
import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.openstack.OpenStack;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.client.Workers;
import io.cellplane.temporal.flow.TaskQueues;
import io.cellplane.workflows.Workflows;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.util.List;

/** Serves the queue {@code control} and sweeps for operations that stand still. Any number of them may run. */
public final class Conductor implements AutoCloseable {
    private static final int ACTIVITIES = 32;
    private static final int POLLERS = 8;

    private final WorkerFactory factory;
    private final Patience patience;
    private final Clockwork sweeps;

    /** @param secrets the installation's */
    public Conductor(
            ApiDatabase api,
            CellDatabases cells,
            OpenStack services,
            Secrets secrets,
            Temporal temporal,
            Patience patience) {
        this.patience = patience;
        Starter starter = new Starter(api, cells, temporal, patience);
        this.sweeps = new Clockwork(List.of(
                starter,
                new Expiry(api, cells, patience, starter::startNow),
                new DueDebts(api, temporal, patience),
                new LeftImages(api, services.images(), services.imageGrants(), patience),
                new ExpiringGrants(api, services.imageGrants(), secrets, patience),
                new Purging(api, cells, patience),
                new Presence(api, temporal.name(), patience)));
        this.factory = temporal.workers();
        Worker worker = factory.newWorker(TaskQueues.CONTROL, Workers.options(ACTIVITIES, POLLERS));
        Workflows.register(worker, patience);
        Chooser chooser = new Chooser(api);
        worker.registerActivitiesImplementations(
                new SqlPlacement(api, chooser),
                new SqlMoves(api, cells, chooser),
                new SqlCellMoves(api, cells),
                new NetworkPorts(api, services.networks()),
                new ImageSnapshots(api, services.images(), services.imageGrants(), secrets),
                new SqlLane(api, cells, starter::startNow));
    }

    public void start() {
        factory.start();
        sweeps.start();
    }

    @Override
    public void close() {
        sweeps.close();
        Workers.drain(factory, patience.steps().drain());
    }
}
