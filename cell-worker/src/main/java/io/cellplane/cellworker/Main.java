package io.cellplane.cellworker;

import io.cellplane.activities.cell.reports.ReportSettings;
import io.cellplane.bus.Bus;
import io.cellplane.bus.NatsBus;
import io.cellplane.bus.NatsSettings;
import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.CellRow;
import io.cellplane.operations.temporal.Temporal;
import io.cellplane.process.Configuration;
import io.cellplane.process.Logging;
import io.cellplane.process.Parts;
import io.cellplane.process.PatienceSettings;
import io.cellplane.process.SecretFiles;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A cell-worker's process. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logging.begin();
        Parts parts = new Parts();
        Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "stop"));
        try (ApplicationContext context = Configuration.of("cell-worker")) {
            CellWorkerConfig config = context.getBean(CellWorkerConfig.class);
            Patience patience = PatienceSettings.of(context);
            Schema.API.check(config.database().settings());
            Secrets secrets = new Secrets(SecretFiles.key(config.secretKeyFile()));
            ApiDatabase api = parts.add(ApiDatabase.open(config.database().settings(), Clock.systemUTC()));
            CellDatabases cells = parts.add(new CellDatabases(api, secrets, patience.showWait()));
            Map<String, Optional<Bus>> buses = new HashMap<>();
            for (String cell : config.cells()) {
                buses.put(cell, bus(config, cells, cell).map(parts::add));
            }
            Temporal temporal = parts.add(new Temporal(
                    config.temporal().address(),
                    config.temporal().namespace(),
                    "cell-worker/" + config.name(),
                    patience,
                    1));
            CellWorkerConfig.Ratios ratios = config.ratios();
            ReportSettings settings = new ReportSettings(
                    ratios.cpu(), ratios.ram(), ratios.disk(), ratios.reservedMemoryMb(), ratios.reservedDiskGb());
            parts.add(new CellWorker(api, cells, buses, secrets, temporal, patience, settings))
                    .start();
        }
        new CountDownLatch(1).await();
    }

    private static Optional<Bus> bus(CellWorkerConfig config, CellDatabases cells, String cell) {
        boolean password = !config.nats().passwordFile().isBlank();
        return cells.row(cell)
                .map(CellRow::busUrl)
                .map(url -> NatsBus.connect(new NatsSettings(
                        url,
                        config.name(),
                        "_INBOX." + config.name(),
                        password ? config.nats().user() : null,
                        password ? Path.of(config.nats().passwordFile()) : null,
                        null,
                        Duration.ofSeconds(2))));
    }
}
