package io.cellplane.standalone.cloud;

import io.cellplane.activities.cell.reports.ReportSettings;
import io.cellplane.api.ApiServer;
import io.cellplane.api.ask.GivenBuses;
import io.cellplane.bus.Bus;
import io.cellplane.bus.Disturbance;
import io.cellplane.cellworker.CellWorker;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.conductor.Conductor;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.CellRegistry;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.Presence;
import io.cellplane.db.control.ProcessRow;
import io.cellplane.embedded.DataLock;
import io.cellplane.embedded.EmbeddedTemporal;
import io.cellplane.embedded.Progress;
import io.cellplane.embedded.TemporalChoice;
import io.cellplane.embedded.TemporalOptions;
import io.cellplane.metadata.GuestServer;
import io.cellplane.metadata.GuestSettings;
import io.cellplane.openstack.OpenStack;
import io.cellplane.process.Parts;
import io.cellplane.process.health.Build;
import io.cellplane.process.health.Pulse;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.flow.SearchKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every process of the real thing in one JVM: the API, a conductor, a cell-worker for each of two cells and their
 * simulated hosts, on an embedded database and Temporal and stand-ins of the other services. Nothing is ever wiped.
 */
public final class Cloud implements AutoCloseable {
    private static final Duration HOSTS_UP = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final String NAMESPACE = "default";
    private static final int ATTEMPTS = 3;
    private static final int API_POOL = 32;
    private static final int METADATA_POOL = 4;

    private final CloudOptions options;
    private final Parts parts = new Parts();
    private final CloudSecrets keys;
    private final List<Cell> cells;
    private final DatabaseServer server;
    private final EmbeddedTemporal temporal;
    private final Services services;
    private final ApiDatabase api;
    private final CellDatabases cellDatabases;
    private final ApiServer http;
    private final StatusPage status;
    private final Map<String, String> metadata;

    /**
     * Starts all of it and returns when every host is up.
     *
     * @throws DataLock.DataInUse when another cloud runs on the same data
     * @throws IllegalStateException when a part does not come up; nothing is left running
     */
    public static Cloud start(CloudOptions options, Consumer<Progress> progress) {
        return on(options, () -> OwnDatabaseServer.start(options, progress), progress);
    }

    /** The same on another database server, which is closed with it. */
    public static Cloud on(
            CloudOptions options, Supplier<? extends DatabaseServer> databases, Consumer<Progress> progress) {
        return new Cloud(options, databases, progress);
    }

    private Cloud(CloudOptions options, Supplier<? extends DatabaseServer> database, Consumer<Progress> progress) {
        Pulse.watch();
        this.options = options;
        this.keys = new CloudSecrets(options.data().resolve("secrets"));
        this.cells = options.cellNames().stream()
                .map(name -> new Cell(name, options))
                .toList();
        Together together = new Together();
        try {
            parts.add(DataLock.take(options.data()));
            var databases = together.begin(() -> database(parts.add(database.get())));
            var temporals = together.begin(() -> parts.add(EmbeddedTemporal.start(temporalOptions(), progress)));
            var standIns = together.begin(() -> parts.add(Services.of(options, keys)));
            Opened opened = together.await(databases);
            server = opened.server();
            api = opened.api();
            cellDatabases = opened.cells();
            temporal = together.await(temporals);
            services = together.await(standIns);
            progress.accept(new Progress("starting the processes", 0, 1));
            var apis = together.begin(this::startApi);
            // Hosts stop after those who command them.
            cells.forEach(parts::add);
            startControlLevel();
            cells.forEach(Cell::startHosts);
            metadata = startMetadata();
            http = together.await(apis);
            services.start(http.port());
            parts.add(new Presence(
                            api,
                            ProcessRow.API,
                            "api",
                            Build.here().text(),
                            options.patience().hosts().alive())
                    .start());
            status = parts.add(new StatusPage(this::busMessages));
            awaitHosts();
            progress.accept(new Progress("starting the processes", 1, 1));
        } catch (RuntimeException | Error e) {
            together.settle();
            parts.close();
            throw e;
        }
    }

    private record Opened(DatabaseServer server, ApiDatabase api, CellDatabases cells) {}

    private Opened database(DatabaseServer databases) {
        Together together = new Together();
        DatabaseSettings main = databases.database("cellplane_api");
        var migrated = together.begin(() -> {
            Schema.API.migrate(main);
            return parts.add(ApiDatabase.open(main.withPool(API_POOL), Clock.systemUTC()));
        });
        Map<String, DatabaseSettings> all = new HashMap<>();
        List<CompletableFuture<Boolean>> cellsMigrated = Stream.concat(
                        Stream.of(CellRow.CELL0), cells.stream().map(Cell::name))
                .map(cell -> {
                    DatabaseSettings settings = databases.database(cell);
                    all.put(cell, settings);
                    return together.begin(() -> {
                        Schema.CELL.migrate(settings);
                        return true;
                    });
                })
                .toList();
        cellsMigrated.forEach(together::await);
        ApiDatabase opened = together.await(migrated);
        Secrets secrets = keys.secrets();
        CellRegistry entered = new CellRegistry(opened, secrets);
        all.forEach((cell, settings) -> entered.enterOwn(cell, settings, null));
        CellDatabases registry = parts.add(new CellDatabases(
                opened,
                secrets,
                options.patience().waits().show(),
                options.patience().steps().cleaning()));
        return new Opened(databases, opened, registry);
    }

    private TemporalOptions temporalOptions() {
        TemporalOptions found = TemporalOptions.in(
                        options.temporalData(),
                        SearchKeys.ALL.stream().map(key -> key.getName()).toList())
                .onPorts(options.ports().temporal(), options.ports().temporalUi());
        return options.memoryTemporal() ? found.inMemory() : found;
    }

    private ApiServer startApi() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("cellplane.api.host", "127.0.0.1");
        properties.put("cellplane.api.port", options.ports().api());
        properties.put(
                "cellplane.api.policy-file", PolicyFile.in(options.data()).toString());
        properties.putAll(options.quota());
        OpenStack clients = services.clients();
        return parts.add(ApiServer.start(
                properties,
                api,
                cellDatabases,
                keys.secrets(),
                options.patience(),
                clients.identity(),
                clients.unifiedLimits(""),
                clients.images(),
                clients.networks(),
                clients.imageProxy(),
                clients.networkProxy(),
                new GivenBuses(cells.stream()
                        .collect(Collectors.toMap(
                                Cell::name, cell -> parts.add(cell.bus().connect("api"))))),
                connection("api")));
    }

    private void startControlLevel() {
        Secrets secrets = keys.secrets();
        Together together = new Together();
        var conductor = together.begin(() -> {
            Conductor made = parts.add(new Conductor(
                    api,
                    cellDatabases,
                    services.clients(),
                    secrets,
                    connection("conductor"),
                    options.patience(),
                    Conductor.Slots.standard()));
            made.start();
            return made;
        });
        List<CompletableFuture<CellWorker>> workers = cells.stream()
                .map(cell -> together.begin(() -> {
                    Map<String, Optional<Bus>> buses = new HashMap<>();
                    buses.put(cell.name(), Optional.of(cell.bus().connect("cell-worker")));
                    if (cell == cells.getFirst()) {
                        buses.put(CellRow.CELL0, Optional.empty());
                    }
                    CellWorker made = parts.add(new CellWorker(
                            api,
                            cellDatabases,
                            buses,
                            secrets,
                            connection("cell-worker/" + cell.name()),
                            options.patience(),
                            ReportSettings.standard()));
                    made.start();
                    return made;
                }))
                .toList();
        together.await(conductor);
        workers.forEach(together::await);
    }

    /** Of each cell on a connection of its own, as its process has it. @return where, by cell */
    private Map<String, String> startMetadata() {
        Map<String, String> urls = new TreeMap<>();
        List<Integer> wanted = options.ports().metadata(cells.size());
        Duration wait = options.patience().waits().show();
        for (int i = 0; i < cells.size(); i++) {
            String name = cells.get(i).name();
            DatabaseSettings settings = server.database(name)
                    .withPool(METADATA_POOL)
                    .within(wait, wait)
                    .called("metadata-" + name);
            CellDatabase rows = parts.add(CellDatabase.open(name, settings, Clock.systemUTC()));
            GuestSettings guests = GuestSettings.standard(wanted.get(i), keys.metadata());
            urls.put(
                    name,
                    "http://127.0.0.1:"
                            + parts.add(GuestServer.start(rows, guests)).port());
        }
        return urls;
    }

    private Temporal connection(String process) {
        return parts.add(new Temporal(temporal.choice().address(), NAMESPACE, process, ATTEMPTS));
    }

    private void awaitHosts() {
        Set<String> expected =
                cells.stream().flatMap(cell -> cell.hosts().stream()).collect(Collectors.toSet());
        long deadline = System.nanoTime() + HOSTS_UP.toNanos();
        while (!up().containsAll(expected)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("these hosts did not come up: "
                        + expected.stream().filter(host -> !up().contains(host)).toList());
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the hosts came up", e);
            }
        }
    }

    /** Those that are not to be waited for: a retired one never comes. */
    private Set<String> up() {
        return api.hostStates().all().stream()
                .filter(row -> row.retired() || row.state().equals(HostStateRow.UP))
                .map(HostStateRow::host)
                .collect(Collectors.toSet());
    }

    /** What other commands need to know of it; written to its folder by {@link #announce}. */
    public CloudFile file() {
        DatabaseSettings main = server.database("cellplane_api");
        return new CloudFile(
                false,
                options.data().toString(),
                ProcessHandle.current().pid(),
                server.pid().orElse(0),
                temporal.pid().orElse(0),
                "http://127.0.0.1:" + http.port() + "/v2.1",
                services.at(),
                status.url(),
                temporal.choice().address(),
                temporal.choice().uiUrl(),
                temporal.choice().sentence(),
                cells.stream().map(Cell::name).toList(),
                options.hosts(),
                metadata,
                main.url(),
                main.user(),
                main.password(),
                keys.keyFile().toString(),
                options.adminPassword(keys),
                options.demoPassword(keys));
    }

    /** Writes {@code cloud.json} and {@code clouds.yaml}; the first goes again with the cloud. */
    public void announce() {
        CloudFile file = file();
        CloudsYaml.write(options.data(), file);
        file.write(options.data());
        parts.add(() -> CloudFile.remove(options.data()));
    }

    /** The API level's rows. */
    public ApiDatabase api() {
        return api;
    }

    /** The cells' rows. */
    public CellDatabases cellDatabases() {
        return cellDatabases;
    }

    /** Which Temporal serves. */
    public TemporalChoice temporal() {
        return temporal.choice();
    }

    /** The hypervisor of each host, by name, for tests to disturb. */
    public Map<String, SimulatedHypervisor> hypervisors() {
        Map<String, SimulatedHypervisor> all = new HashMap<>();
        cells.forEach(cell -> all.putAll(cell.hypervisors()));
        return all;
    }

    /** What becomes of the messages on a cell's bus from now on, for tests. */
    public void disturb(String cell, Disturbance disturbance) {
        cells.stream()
                .filter(each -> each.name().equals(cell))
                .forEach(each -> each.bus().disturb(disturbance));
    }

    /** How many messages went over the cells' buses since the start. */
    public long busMessages() {
        return cells.stream().mapToLong(cell -> cell.bus().messages()).sum();
    }

    /** Stops everything in the reverse order of its start; guests and data stay. */
    @Override
    public void close() {
        parts.close();
    }
}
