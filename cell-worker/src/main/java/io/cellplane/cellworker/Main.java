package io.cellplane.cellworker;

import io.cellplane.activities.cell.reports.ReportSettings;
import io.cellplane.bus.Bus;
import io.cellplane.bus.FollowingBus;
import io.cellplane.bus.NatsBus;
import io.cellplane.bus.NatsSettings;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.KeyFile;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.cellplane.process.Service;
import io.cellplane.process.config.Configuration;
import io.cellplane.temporal.client.Temporal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cell-worker's process. Its cells start one beside the other, so that one that is not there delays no other. */
public final class Main {
    private static final Duration MOVED_EVERY = Duration.ofSeconds(1);

    private final Service service;
    private final CellWorkerConfig config;
    private final Patience patience;
    private final Secrets secrets;

    private Main(Service service, CellWorkerConfig config) {
        this.service = service;
        this.config = config;
        this.patience = config.patience();
        this.secrets = new Secrets(KeyFile.read(config.secretKeyFile()));
    }

    public static void main(String[] arguments) throws InterruptedException {
        Service.run("cell-worker", service -> {
            CellWorkerConfig config =
                    Configuration.of("cell-worker", CellWorkerConfig.class).settings();
            service.serveHealth(config.health(), Schema.versions());
            new Main(service, config).start();
        });
    }

    private void start() throws InterruptedException {
        service.await(
                "the API database", () -> Schema.API.check(config.database().settings()));
        ApiDatabase api = service.add(ApiDatabase.open(config.database().settings(), Clock.systemUTC()));
        CellDatabases cells =
                service.add(new CellDatabases(api, secrets, patience.waits().show()));
        service.meters().table(Metric.BREAKER_OPEN, cells::breakers);
        Temporal temporal = service.add(new Temporal(config.temporal(), "cell-worker/" + config.name(), 1, List.of()));
        service.await("Temporal", temporal::check);
        service.beside(config.cells(), cell -> serve(cell, api, cells, temporal));
        service.readiness().need("the API database", api.database()::answers);
        service.readiness().need("Temporal", temporal::answers);
    }

    private void serve(String cell, ApiDatabase api, CellDatabases cells, Temporal temporal)
            throws InterruptedException {
        CellRow row = service.make(
                cell + " in the registry",
                () -> cells.row(cell).orElseThrow(() -> new IllegalStateException("no cell is named " + cell)));
        String own = cell + "'s own database, of a schema that fits";
        service.await(own, () -> cells.of(cell));
        service.readiness().need(own, () -> !cells.isUnfit(cell));
        Optional<Bus> bus = row.busUrl() == null
                ? Optional.empty()
                : Optional.of(service.make("the bus of " + cell, () -> bus(cells, cell)));
        bus.ifPresent(connected -> service.readiness().need("the bus of " + cell, connected::isConnected));
        CellWorkerConfig.Ratios ratios = config.ratios();
        CellWorkerConfig.Believed believed = config.believed();
        ReportSettings reports = new ReportSettings(
                ratios.cpu(),
                ratios.ram(),
                ratios.disk(),
                ratios.reservedMemoryMb(),
                ratios.reservedDiskGb(),
                new ReportSettings.Believed(believed.vcpus(), believed.memoryMb(), believed.diskGb()));
        service.add(new CellWorker(api, cells, Map.of(cell, bus), secrets, temporal, patience, reports))
                .start();
    }

    /** It goes where the registry says that the cell's bus is now. */
    private Bus bus(CellDatabases cells, String cell) {
        return service.add(new FollowingBus(
                () -> cells.row(cell)
                        .map(CellRow::busUrl)
                        .orElseThrow(() -> new IllegalStateException("cell " + cell + " has no bus")),
                url -> NatsBus.connect(settings(url)),
                MOVED_EVERY));
    }

    private NatsSettings settings(String url) {
        boolean password = !config.nats().passwordFile().isBlank();
        return new NatsSettings(
                url,
                config.name(),
                "_INBOX." + config.name(),
                password ? config.nats().user() : null,
                password ? Path.of(config.nats().passwordFile()) : null,
                null,
                Duration.ofSeconds(2));
    }
}
