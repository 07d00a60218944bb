package io.cellplane.standalone.apart;

import io.cellplane.db.CellRegistry;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Schema;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.cellplane.embedded.EmbeddedMariaDb;
import io.cellplane.embedded.FreePort;
import io.cellplane.embedded.MariaDbOptions;
import io.cellplane.embedded.Progress;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.CloudSecrets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Two database servers: one for the API level, cell0 and cell1, and one for all other cells, so that a cell's can be taken away.
 * Each database has an account of its own that reaches nothing else.
 */
final class Databases {
    static final String API = "cellplane_api";
    private static final String MAIN = "mariadb";
    private static final String SECOND = "mariadb-cell2";
    private static final String FIRST = "cell1";

    private final CloudSecrets secrets;
    private final CloudOptions options;
    private final EmbeddedMariaDb main;
    private final EmbeddedMariaDb second;

    Databases(CloudOptions options, CloudSecrets secrets, Consumer<Progress> progress) {
        this.options = options;
        this.secrets = secrets;
        CompletableFuture<EmbeddedMariaDb> other = CompletableFuture.supplyAsync(() -> start(SECOND, _ -> {}));
        this.main = start(MAIN, progress);
        this.second = other.join();
    }

    private EmbeddedMariaDb start(String name, Consumer<Progress> progress) {
        MariaDbOptions plain =
                MariaDbOptions.in(options.programs(), folder(name)).onPort(FreePort.next());
        return EmbeddedMariaDb.start(options.fast() ? plain.forTests() : plain, progress);
    }

    private Path folder(String name) {
        return options.data().resolve(name);
    }

    List<Program> programs() {
        return List.of(program(MAIN, main), program(SECOND, second));
    }

    private Program program(String name, EmbeddedMariaDb server) {
        return new Program(
                name,
                Program.Role.MARIADB,
                server.command(),
                Map.of(),
                server.port(),
                null,
                folder(name).resolve("mariadb.log"));
    }

    /** Who may change the schemas: for this setting up alone. */
    DatabaseSettings owner(String database) {
        EmbeddedMariaDb server = server(database);
        return new DatabaseSettings(url(server, database), server.user(), server.password());
    }

    private EmbeddedMariaDb server(String database) {
        return List.of(API, CellRow.CELL0, FIRST).contains(database) ? main : second;
    }

    /** Who works on the API database. */
    DatabaseSettings api() {
        return new DatabaseSettings(url(main, API), API, secrets.password(API));
    }

    /** Who works on a cell's database. */
    DatabaseSettings of(String cell) {
        return new DatabaseSettings(url(server(cell), cell), cell, secrets.password(cell));
    }

    private static String url(EmbeddedMariaDb server, String database) {
        return "jdbc:mysql://127.0.0.1:" + server.port() + "/" + database;
    }

    /** Makes the databases, their accounts and tables, and enters the cells with their buses. */
    void prepare(Map<String, String> buses) {
        List<String> all = Stream.concat(Stream.of(CellRow.CELL0), options.cellNames().stream())
                .toList();
        make(API);
        all.forEach(this::make);
        Schema.API.migrate(owner(API));
        try (ApiDatabase api = ApiDatabase.open(api(), Clock.systemUTC())) {
            CellRegistry cells = new CellRegistry(api, secrets.secrets());
            for (String cell : all) {
                Schema.CELL.migrate(owner(cell));
                cells.enterOwn(cell, of(cell), buses.get(cell));
            }
        }
    }

    private void make(String database) {
        EmbeddedMariaDb server = server(database);
        server.createDatabase(database);
        server.createUser(database, secrets.password(database), List.of(database));
    }
}
