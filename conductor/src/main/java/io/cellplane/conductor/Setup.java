package io.cellplane.conductor;

import io.cellplane.db.CellRegistry;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.KeyFile;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.process.Logging;
import io.cellplane.process.SecretFiles;
import io.cellplane.process.config.Configuration;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings all schemas up to what this build needs and enters the cells in the registry, then ends; {@code setup.yaml} says
 * what it is told. It alone uses the accounts that own the tables. Repeating it changes nothing. Processes that run take in
 * a new cell, database address or password by themselves; a cell-worker reads its bus's address when it starts.
 */
public final class Setup {
    private final Logger log = LoggerFactory.getLogger(Setup.class);
    private final Settings settings;

    Setup(Settings settings) {
        this.settings = settings;
    }

    public static void main(String[] arguments) {
        Logging.begin("setup");
        new Setup(Configuration.of("setup", Settings.class).settings()).run();
    }

    /** {@code setup.yaml}; the words there say what each value means. */
    public record Settings(String secretKeyFile, Owner database, Map<String, Cell> cells) {

        /** The API database, as the owner of its tables. */
        public record Owner(String url, String user, String passwordFile) {
            DatabaseSettings account() {
                return new DatabaseSettings(url, user, SecretFiles.password(passwordFile));
            }
        }

        /** A cell's database, with its owner and with its user, and its bus. Without a user it gets its tables alone. */
        public record Cell(
                String url,
                String owner,
                String ownerPasswordFile,
                @Nullable String user,
                @Nullable String passwordFile,
                @Nullable String busUrl) {}
    }

    /**
     * A cell that cannot be set up keeps no other from it.
     *
     * @throws RuntimeException naming the databases that do not answer
     */
    void run() {
        Secrets secrets = new Secrets(KeyFile.read(settings.secretKeyFile()));
        DatabaseSettings owner = settings.database().account();
        Schema.API.migrate(owner);
        log.info("the schema of {} is up to date", owner.url());
        try (ApiDatabase api = ApiDatabase.open(owner.withPool(1), Clock.systemUTC())) {
            CellRegistry cells = new CellRegistry(api, secrets);
            List<String> failed = new ArrayList<>();
            new TreeMap<>(settings.cells()).forEach((name, cell) -> {
                try {
                    enter(name, cell, cells);
                } catch (RuntimeException e) {
                    log.error("cell {} is left as it is: {}", name, e.toString());
                    failed.add(name);
                }
            });
            if (!failed.isEmpty()) {
                throw new IllegalStateException(
                        "not set up, to be repeated: " + String.join(", ", failed) + "; all other cells are");
            }
        }
    }

    private void enter(String name, Settings.Cell cell, CellRegistry cells) {
        String owner = SecretFiles.password(cell.ownerPasswordFile());
        Schema.CELL.migrate(new DatabaseSettings(cell.url(), cell.owner(), owner));
        if (cell.user() == null || cell.passwordFile() == null) {
            log.info("cell {} has its tables, and is to be created: {}", name, cell.url());
            return;
        }
        String password = SecretFiles.password(cell.passwordFile());
        cells.enterOwn(name, new DatabaseSettings(cell.url(), cell.user(), password), cell.busUrl());
        log.info("cell {} is entered: {}, bus {}", name, cell.url(), cell.busUrl() == null ? "none" : cell.busUrl());
    }
}
