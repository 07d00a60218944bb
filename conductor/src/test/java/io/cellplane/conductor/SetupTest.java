package io.cellplane.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.db.CellDatabases;
import io.cellplane.db.CellProbe;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.KeyFile;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.cellplane.process.config.Configuration;
import io.cellplane.testing.SharedMariaDb;
import io.cellplane.testing.TcpDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From empty databases to a registry that the processes work with. */
class SetupTest {
    private final Path folder;

    SetupTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void makes_tables_and_registry_and_may_be_repeated() throws IOException {
        try (SharedMariaDb.TestDatabase api = SharedMariaDb.freshDatabase("setup_api");
                SharedMariaDb.TestDatabase cell = SharedMariaDb.freshDatabase("setup_cell")) {
            Path file = Files.writeString(folder.resolve("setup.yaml"), """
                    cellplane:
                      secret-key-file: %s
                      database: {url: '%s', user: %s, password-file: %s}
                      cells:
                        cell1:
                          url: '%s'
                          owner: %s
                          owner-password-file: %s
                          user: %s
                          password-file: %s
                          bus-url: nats://bus1:4222
                    """.formatted(
                            secret("key", "0f".repeat(32)),
                            api.address(),
                            api.user(),
                            secret("api", api.password()),
                            cell.address(),
                            cell.user(),
                            secret("owner", cell.password()),
                            cell.user(),
                            secret("cell", cell.password())));
            DatabaseSettings settings = new DatabaseSettings(api.address(), api.user(), api.password());
            run(file);
            try (ApiDatabase database = ApiDatabase.open(settings, Clock.systemUTC());
                    CellDatabases cells = new CellDatabases(
                            database,
                            new Secrets(KeyFile.read(folder.resolve("key").toString())),
                            Duration.ofSeconds(5))) {
                Optional<CellRow> entered = cells.row("cell1");
                assertThat(entered.map(CellRow::busUrl)).contains("nats://bus1:4222");
                // What is kept in the registry opens the cell.
                Schema.CELL.check(cells.of("cell1").database().settings());
                run(file);
                assertThat(database.cells().all())
                        .singleElement()
                        .satisfies(row -> assertThat(row.version())
                                .isEqualTo(entered.orElseThrow().version()));
            }
        }
    }

    @Test
    void a_cell_that_hangs_keeps_no_other_from_its_tables() throws IOException {
        try (SharedMariaDb.TestDatabase api = SharedMariaDb.freshDatabase("setup_api");
                SharedMariaDb.TestDatabase cell = SharedMariaDb.freshDatabase("setup_cell");
                TcpDoor door = new TcpDoor(1, TcpDoor.State.STALLED)) {
            String cells = cell("cell0", "jdbc:mysql://127.0.0.1:" + door.port() + "/cell0", cell)
                    + cell("cell1", cell.address(), cell);
            Path file = Files.writeString(
                    folder.resolve("setup.yaml"),
                    """
                    cellplane:
                      secret-key-file: %s
                      database: {url: '%s', user: %s, password-file: %s}
                      cells:
                    """.formatted(
                                            secret("key", "0f".repeat(32)),
                                            api.address(),
                                            api.user(),
                                            secret("api", api.password()))
                            + cells);
            assertThatThrownBy(() -> run(file)).hasMessageContaining("cell0").hasMessageNotContaining("cell1");
            DatabaseSettings settings = new DatabaseSettings(api.address(), api.user(), api.password());
            try (ApiDatabase database = ApiDatabase.open(settings, Clock.systemUTC())) {
                assertThat(database.cells().all()).extracting(CellRow::name).containsExactly("cell1");
            }
            Schema.CELL.check(new DatabaseSettings(cell.address(), cell.user(), cell.password()));
        }
    }

    @Test
    void the_database_of_one_cell_is_not_entered_as_anothers_and_is_taken_in_again_where_the_registry_is_new()
            throws IOException {
        try (SharedMariaDb.TestDatabase api = SharedMariaDb.freshDatabase("setup_api");
                SharedMariaDb.TestDatabase again = SharedMariaDb.freshDatabase("setup_again");
                SharedMariaDb.TestDatabase cell = SharedMariaDb.freshDatabase("setup_cell")) {
            String key = secret("key", "0f".repeat(32)).toString();
            String twice = cell("cell1", cell.address(), cell) + cell("cell2", cell.address(), cell);
            assertThatThrownBy(() -> run(file(key, api, twice)))
                    .hasMessageContaining("cell2")
                    .hasMessageNotContaining("cell1");
            run(file(key, again, cell("cell1", cell.address(), cell)));
            assertThat(uuidOfTheOnlyCell(again)).isEqualTo(uuidOfTheOnlyCell(api));
        }
    }

    @Test
    void a_cell_without_a_user_gets_its_tables_alone() throws IOException {
        try (SharedMariaDb.TestDatabase api = SharedMariaDb.freshDatabase("setup_api");
                SharedMariaDb.TestDatabase cell = SharedMariaDb.freshDatabase("setup_cell")) {
            String key = secret("key", "0f".repeat(32)).toString();
            run(file(
                    key,
                    api,
                    "    cell1: {url: '%s', owner: %s, owner-password-file: %s}%n"
                            .formatted(cell.address(), cell.user(), secret("cell", cell.password()))));
            DatabaseSettings registry = new DatabaseSettings(api.address(), api.user(), api.password());
            try (ApiDatabase database = ApiDatabase.open(registry, Clock.systemUTC())) {
                assertThat(database.cells().all()).isEmpty();
            }
            DatabaseSettings tables = new DatabaseSettings(cell.address(), cell.user(), cell.password());
            assertThat(CellProbe.at(tables).identity()).isEmpty();
        }
    }

    private Path file(String key, SharedMariaDb.TestDatabase api, String cells) throws IOException {
        return Files.writeString(
                folder.resolve("setup.yaml"),
                """
                cellplane:
                  secret-key-file: %s
                  database: {url: '%s', user: %s, password-file: %s}
                  cells:
                """.formatted(key, api.address(), api.user(), secret("api", api.password())) + cells);
    }

    private static UUID uuidOfTheOnlyCell(SharedMariaDb.TestDatabase api) {
        DatabaseSettings settings = new DatabaseSettings(api.address(), api.user(), api.password());
        try (ApiDatabase database = ApiDatabase.open(settings, Clock.systemUTC())) {
            assertThat(database.cells().all()).extracting(CellRow::name).containsExactly("cell1");
            return database.cells().all().getFirst().uuid();
        }
    }

    private String cell(String name, String url, SharedMariaDb.TestDatabase account) throws IOException {
        Path password = secret("cell", account.password());
        return "    %s: {url: '%s', owner: %s, owner-password-file: %s, user: %s, password-file: %s}%n"
                .formatted(name, url, account.user(), password, account.user(), password);
    }

    @Test
    void names_the_setting_that_is_missing() throws IOException {
        Path file =
                Files.writeString(folder.resolve("setup.yaml"), "cellplane.cells.cell1.url: jdbc:mysql://db/cell1\n");
        assertThatThrownBy(() -> run(file)).hasMessageContaining("cellplane.cells.cell1.owner is not set");
        Files.writeString(file, "");
        assertThatThrownBy(() -> run(file)).hasMessageContaining("cellplane.secret-key-file");
    }

    private static void run(Path file) {
        new Setup(Configuration.of("setup", Setup.Settings.class, file, Map.of())
                        .settings())
                .run();
    }

    private Path secret(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
