package io.cellplane.conductor;

import io.cellplane.activities.control.Janitor;
import io.cellplane.activities.control.Starter;
import io.cellplane.activities.control.images.ImageSnapshots;
import io.cellplane.activities.control.lane.SqlLane;
import io.cellplane.activities.control.moves.SqlCellMoves;
import io.cellplane.activities.control.moves.SqlMoves;
import io.cellplane.activities.control.placement.Chooser;
import io.cellplane.activities.control.placement.SqlPlacement;
import io.cellplane.activities.control.ports.NetworkPorts;
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

/** Serves the queue {@code control} and sweeps for operations that stand still. Any number of them may run. */
public final class Conductor implements AutoCloseable {
    private static final int ACTIVITIES = 32;
    private static final int POLLERS = 8;

    private final WorkerFactory factory;
    private final Patience patience;
    private final Starter starter;
    private final Janitor janitor;
    private final Presence presence;

    /** @param secrets the installation's */
    public Conductor(
            ApiDatabase api,
            CellDatabases cells,
            OpenStack services,
            Secrets secrets,
            Temporal temporal,
            Patience patience) {
        this.patience = patience;
        this.starter = new Starter(api, cells, temporal, patience);
        this.presence = new Presence(api, temporal.name(), patience);
        this.janitor = new Janitor(api, temporal, services.images(), services.imageGrants(), patience);
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
        starter.start();
        janitor.start();
        presence.start();
    }

    @Override
    public void close() {
        presence.close();
        janitor.close();
        starter.close();
        Workers.drain(factory, patience.steps().drain());
    }
}
