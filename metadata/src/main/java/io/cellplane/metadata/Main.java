package io.cellplane.metadata;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Schema;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.process.Service;
import io.cellplane.process.config.Configuration;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** A cell's metadata process. It knows no other database than its cell's, and nobody at the control level. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        GuestServer.boundRequests();
        Service.run("metadata", Main::start);
    }

    private static void start(Service service) throws InterruptedException {
        MetadataConfig config =
                Configuration.of("metadata", MetadataConfig.class).settings();
        GuestSettings guests = config.guests().settings();
        service.serveHealth(
                config.health(), Map.of(Schema.CELL.name().toLowerCase(Locale.ROOT), Schema.CELL.version()));
        Duration wait = config.patience().waits().show();
        DatabaseSettings settings =
                config.database().settings().called(config.cell()).within(wait, wait);
        String own = config.cell() + "'s own database, of a schema that fits";
        service.await(own, () -> OwnDatabase.check(settings, config.cell()));
        CellDatabase cell = service.add(CellDatabase.open(config.cell(), settings, Clock.systemUTC()));
        service.readiness().need(own, () -> OwnDatabase.is(settings, config.cell()));
        service.add(GuestServer.start(cell, guests));
    }
}
