package io.cellplane.cellworker;

import io.cellplane.activities.cell.records.SqlMoveRecords;
import io.cellplane.activities.cell.records.SqlRecords;
import io.cellplane.activities.cell.relay.CopyKeys;
import io.cellplane.activities.cell.relay.Grants;
import io.cellplane.activities.cell.relay.Relay;
import io.cellplane.activities.cell.relay.StoredGrants;
import io.cellplane.activities.cell.reports.ReportSettings;
import io.cellplane.activities.cell.reports.Reports;
import io.cellplane.bus.Bus;
import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.Presence;
import io.cellplane.db.control.ProcessRow;
import io.cellplane.process.health.Build;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.client.Workers;
import io.cellplane.temporal.flow.TaskQueues;
import io.grpc.StatusRuntimeException;
import io.temporal.worker.WorkerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code cell.<cell>} and {@code cell.<cell>.hosts} for each of its cells, and takes in their hosts' reports. */
public final class CellWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CellWorker.class);
    private static final int RECORDS = 16;
    private static final int COMMANDS = 200;
    private static final int POLLERS = 5;

    private final WorkerFactory factory;
    private final Patience patience;
    private final Presence presence;
    private final List<Reports> reports = new ArrayList<>();

    /** Without an image service: servers cannot be moved to another cell. */
    public CellWorker(
            ApiDatabase api,
            CellDatabases cells,
            Map<String, Optional<Bus>> buses,
            Secrets secrets,
            Temporal temporal,
            Patience patience,
            ReportSettings settings) {
        this(api, cells, buses, secrets, new StoredGrants(api, secrets), temporal, patience, settings);
    }

    /** @param buses by cell; a cell without hosts (cell0) has none */
    public CellWorker(
            ApiDatabase api,
            CellDatabases cells,
            Map<String, Optional<Bus>> buses,
            Secrets secrets,
            Grants grants,
            Temporal temporal,
            Patience patience,
            ReportSettings settings) {
        this.patience = patience;
        this.presence = new Presence(
                api,
                ProcessRow.CELL_WORKER,
                temporal.name(),
                Build.here().text(),
                patience.hosts().alive());
        this.factory = temporal.workers();
        Relay relay = new Relay(
                cells,
                cell -> buses.getOrDefault(cell, Optional.empty()).orElseThrow(),
                secrets,
                grants,
                new CopyKeys(api, secrets),
                patience);
        SqlRecords records = new SqlRecords(api, cells, row -> start(temporal, row));
        SqlMoveRecords moves = new SqlMoveRecords(api, cells, patience, row -> start(temporal, row));
        buses.forEach((cell, bus) -> {
            factory.newWorker(TaskQueues.cell(cell), Workers.options(RECORDS, POLLERS))
                    .registerActivitiesImplementations(records, moves);
            bus.ifPresent(connected -> {
                factory.newWorker(TaskQueues.hosts(cell), Workers.options(COMMANDS, POLLERS))
                        .registerActivitiesImplementations(relay);
                reports.add(new Reports(api, cells, cell, connected, patience, settings, row -> start(temporal, row)));
            });
        });
    }

    /** What may start now; what fails is left to the conductors' sweep. */
    private static void start(Temporal temporal, OperationRow row) {
        try {
            temporal.start(row.start());
        } catch (StatusRuntimeException e) {
            LOG.info("not started, the next sweep tries again: {}", e.getStatus());
        }
    }

    public void start() {
        reports.forEach(Reports::start);
        factory.start();
        presence.start();
    }

    @Override
    public void close() {
        presence.close();
        Workers.drain(List.of(factory), patience.steps().drain());
        reports.forEach(Reports::close);
    }
}
