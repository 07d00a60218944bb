package io.cellplane.conductor;

import io.cellplane.db.CellRegistry;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.KeyFile;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.process.Configuration;
import io.cellplane.process.Logging;
import io.cellplane.process.SecretFiles;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.value.PropertyResolver;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings all schemas up to what this build needs and enters the cells in the registry, then ends; {@code setup.yaml} says
 * what it is told. It alone uses the accounts that own the tables. Repeating it changes nothing. Processes that run take in
 * a new cell, database address or password by themselves; a cell-worker reads its bus's address when it starts.
 */
public final class Setup {
    private static final String CELLS = "cellplane.cells";

    private final Logger log = LoggerFactory.getLogger(Setup.class);
    private final PropertyResolver settings;

    Setup(PropertyResolver settings) {
        this.settings = settings;
    }

    public static void main(String[] arguments) {
        Logging.begin("setup");
        try (ApplicationContext settings = Configuration.of("setup")) {
            new Setup(settings).run();
        }
    }

    /** The settings of a cell, after {@code cellplane.cells.<cell>.}; only {@code bus-url} may be missing. */
    public static List<String> cellSettings() {
        return List.of("url", "owner", "owner-password-file", "user", "password-file", "bus-url");
    }

    /** @throws RuntimeException naming the setting that is missing, or the database that does not answer */
    void run() {
        Secrets secrets = new Secrets(KeyFile.read(text("cellplane.secret-key-file")));
        DatabaseSettings owner = database("cellplane.database.", "user", "password-file");
        Schema.API.migrate(owner);
        log.info("the schema of {} is up to date", owner.url());
        try (ApiDatabase api = ApiDatabase.open(owner.withPool(1), Clock.systemUTC())) {
            CellRegistry cells = new CellRegistry(api, secrets);
            settings.getPropertyEntries(CELLS).stream().sorted().forEach(cell -> enter(cell, cells));
        }
    }

    private void enter(String cell, CellRegistry cells) {
        String prefix = CELLS + "." + cell + ".";
        Schema.CELL.migrate(database(prefix, "owner", "owner-password-file"));
        DatabaseSettings account = database(prefix, "user", "password-file");
        Optional<String> bus = settings.getProperty(prefix + "bus-url", String.class);
        cells.enter(cell, account, bus.orElse(null));
        log.info("cell {} is entered: {}, bus {}", cell, account.url(), bus.orElse("none"));
    }

    private DatabaseSettings database(String prefix, String user, String passwordFile) {
        return new DatabaseSettings(
                text(prefix + "url"), text(prefix + user), SecretFiles.password(text(prefix + passwordFile)));
    }

    private String text(String name) {
        return settings.getRequiredProperty(name, String.class);
    }
}
