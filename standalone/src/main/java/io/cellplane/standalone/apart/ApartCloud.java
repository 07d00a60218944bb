package io.cellplane.standalone.apart;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.embedded.Programs;
import io.cellplane.embedded.Progress;
import io.cellplane.embedded.ServerProcess;
import io.cellplane.embedded.TemporalServer;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.CloudSecrets;
import io.cellplane.standalone.cloud.CloudsYaml;
import io.cellplane.standalone.cloud.PolicyFile;
import io.cellplane.temporal.flow.SearchKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The cloud of {@code up} as separate processes on the loopback address: two database servers, a Temporal, a NATS server
 * for each of two cells, stand-ins of the neighbours, two conductors, a cell-worker for each cell, the hosts, the API.
 * It outlives the command that starts it.
 */
public final class ApartCloud {
    private static final Duration START = Duration.ofSeconds(90);
    private static final List<String> CELLS = List.of("cell1", "cell2");
    private static final int HEAP_MIB = 128;
    private static final int HOSTS_PER_MIB = 4;
    private static final int POLL_MILLIS = 100;

    private final CloudOptions options;
    private final CloudSecrets secrets;
    private final Function<Program.Role, Map<String, String>> environment;
    private final Path run;
    private final Jvm jvm;
    private final @Nullable Lab lab;
    private final String address;
    private final List<Program> programs = new ArrayList<>();

    private ApartCloud(
            CloudOptions options,
            Path caches,
            Function<Program.Role, Map<String, String>> environment,
            @Nullable Lab lab) {
        this.options = options;
        this.secrets = new CloudSecrets(options.data().resolve("secrets"));
        this.environment = environment;
        this.run = options.data().resolve("run");
        this.jvm = new Jvm(caches);
        this.lab = lab;
        this.address = lab == null ? "127.0.0.1" : lab.address();
    }

    /**
     * Starts all of it and returns when every host is up.
     *
     * @param caches where the caches of classes lie
     * @param environment further variables of our own processes, by what they do
     * @throws IllegalStateException when a process does not come up; all are stopped again
     */
    public static CloudFile up(
            CloudOptions options,
            Path caches,
            Function<Program.Role, Map<String, String>> environment,
            Consumer<Progress> progress) {
        return up(new ApartCloud(options, caches, environment, null), progress);
    }

    /** The same whose hosts are those of a lab. */
    public static CloudFile up(CloudOptions options, Path caches, Lab lab, Consumer<Progress> progress) {
        return up(new ApartCloud(options, caches, _ -> Map.of(), lab), progress);
    }

    private static CloudFile up(ApartCloud cloud, Consumer<Progress> progress) {
        try {
            return cloud.start(progress);
        } catch (RuntimeException | Error e) {
            new ProgramTable(cloud.programs).stop(_ -> {});
            throw e;
        }
    }

    private CloudFile start(Consumer<Progress> progress) {
        if (lab != null) {
            Program fabric = lab.fabric(log("fabric"));
            add(fabric);
            Launcher.awaitReady(fabric, START);
        }
        int temporal = FreePorts.or(options.ports().temporal());
        int temporalUi = FreePorts.or(options.ports().temporalUi());
        Path temporalData = options.temporalData();
        add(temporalProgram(temporal, temporalData));
        List<Nats> buses = CELLS.stream()
                .map(cell -> Nats.of(cell, address, hosts(cell), secrets, run))
                .toList();
        buses.forEach(nats -> add(nats.program()));
        ConfigFiles.Addresses addresses = new ConfigFiles.Addresses(
                address,
                FreePorts.or(options.ports().identity()),
                FreePorts.or(options.ports().image()),
                FreePorts.or(options.ports().network()));
        int api = FreePorts.or(options.ports().api());
        add(services(addresses, api));
        Databases databases = new Databases(options, secrets, progress);
        programs.addAll(0, databases.programs());
        CompletableFuture<Void> prepared = CompletableFuture.runAsync(
                () -> databases.prepare(buses.stream().collect(Collectors.toMap(Nats::cell, Nats::url))));
        TemporalServer.prepare(
                "127.0.0.1:" + temporal,
                SearchKeys.ALL.stream().map(key -> key.getName()).toList(),
                () -> Launcher.find(named("temporal")).isPresent(),
                progress);
        temporalUi(temporal, temporalUi, temporalData).ifPresent(this::add);
        prepared.join();
        progress.accept(new Progress("starting the processes", 0, 1));
        ConfigFiles files = new ConfigFiles(run.resolve("etc"), secrets, databases.api(), temporal, addresses);
        startProcesses(files, buses, api);
        programs.forEach(program -> Launcher.awaitReady(program, START));
        awaitHosts(databases.api());
        progress.accept(new Progress("starting the processes", 1, 1));
        ProgramTable table = new ProgramTable(programs);
        table.write(options.data());
        CloudFile file = file(databases, files, temporal, temporalUi, api);
        CloudsYaml.write(options.data(), file);
        file.write(options.data());
        return file;
    }

    private void add(Program program) {
        programs.add(program);
        Launcher.start(program);
    }

    private Program named(String name) {
        return new ProgramTable(programs).named(name);
    }

    private Program temporalProgram(int port, Path data) {
        List<String> command = Programs.find(TemporalServer.PROGRAM)
                .map(program -> TemporalServer.command(data, program, port, FreePorts::next))
                .orElseGet(() -> jvm.command("memory-temporal", true, MemoryTemporal.class, 512, List.of("" + port)));
        return new Program("temporal", Program.Role.TEMPORAL, command, Map.of(), port, null, log("temporal"));
    }

    private Optional<Program> temporalUi(int temporal, int port, Path data) {
        return Programs.find(TemporalServer.UI_PROGRAM)
                .map(program -> new Program(
                        "temporal-ui",
                        Program.Role.TEMPORAL_UI,
                        TemporalServer.uiCommand(data, program, port, "127.0.0.1:" + temporal),
                        Map.of(),
                        port,
                        null,
                        log("temporal-ui")));
    }

    private Program services(ConfigFiles.Addresses at, int api) {
        List<String> arguments = new ArrayList<>(List.of(
                options.data().toString(), "" + at.identity(), "" + at.image(), "" + at.network(), "" + api, address));
        if (lab != null) {
            arguments.addAll(List.of(Lab.BRIDGE, lab.dhcp().toString()));
        }
        return new Program(
                "services",
                Program.Role.SERVICES,
                jvm.command("services", true, NeighboursMain.class, HEAP_MIB, arguments),
                Map.of(),
                at.network(),
                "tcp://" + address + ":" + at.network(),
                log("services"));
    }

    /** The last to start is the first to stop: who asks before who is asked. */
    private void startProcesses(ConfigFiles files, List<Nats> buses, int api) {
        buses.forEach(nats -> {
            if (lab == null) {
                startHosts(nats, files);
            } else {
                startLab(lab, nats, files);
            }
        });
        for (Nats nats : buses) {
            String name = Nats.worker(nats.cell());
            Map<String, Object> values = files.control(name);
            values.put(
                    "cellplane.cells", nats.cell().equals("cell1") ? List.of("cell1", "cell0") : List.of(nats.cell()));
            values.putAll(nats.worker());
            start(name, Program.Role.CELL_WORKER, io.cellplane.cellworker.Main.class, files, values);
        }
        for (String name : List.of("conductor-1", "conductor-2")) {
            start(name, Program.Role.CONDUCTOR, io.cellplane.conductor.Main.class, files, files.withServices(name));
        }
        Map<String, Object> values = files.withServices("api");
        values.put("cellplane.api.host", address);
        values.put("cellplane.api.port", api);
        values.put("cellplane.api.policy-file", PolicyFile.in(options.data()));
        values.put("cellplane.nats.password-file", secrets.passwordFile("nats-api"));
        options.quota().ifPresent(limits -> {
            values.put("cellplane.quota.instances", limits.instances());
            values.put("cellplane.quota.cores", limits.cores());
            values.put("cellplane.quota.ram", limits.ram());
        });
        start("api", Program.Role.API, io.cellplane.api.Main.class, files, values);
    }

    /** One process carries the cell's hosts; where there are more than two, the last one has its own, to die or be ill alone. */
    private void startHosts(Nats nats, ConfigFiles files) {
        List<String> hosts = hosts(nats.cell());
        int together = hosts.size() > 2 ? hosts.size() - 1 : hosts.size();
        startHosts("compute-" + nats.cell(), hosts.subList(0, together), files, nats);
        hosts.subList(together, hosts.size())
                .forEach(host -> startHosts("compute-" + host, List.of(host), files, nats));
    }

    /** Each host is a machine of its own: what it has when it is on, libvirt, its agent. */
    private void startLab(Lab lab, Nats nats, ConfigFiles files) {
        Path instances = options.data().resolve("storage").resolve(nats.cell());
        for (String host : hosts(nats.cell())) {
            int number = (int) programs.stream()
                            .filter(program -> program.role() == Program.Role.HOST)
                            .count()
                    + 1;
            Path own = lab.storageApart() ? instances.resolve(host) : instances;
            add(lab.host(host, number, own, log("host-" + host)));
            add(lab.libvirtd(host, number, log("libvirtd-" + host)));
            Map<String, Object> values = hostValues(List.of(host), nats);
            values.putAll(lab.driver(number));
            start(
                    "compute-" + host,
                    Program.Role.COMPUTE_WORKER,
                    io.cellplane.compute.Main.class,
                    files,
                    values,
                    lab.inside(host),
                    lab.addressOf(number));
        }
    }

    private void startHosts(String name, List<String> hosts, ConfigFiles files, Nats nats) {
        start(name, Program.Role.COMPUTE_WORKER, io.cellplane.compute.Main.class, files, hostValues(hosts, nats));
    }

    private Map<String, Object> hostValues(List<String> hosts, Nats nats) {
        Map<String, Object> values = new HashMap<>(nats.host());
        values.put("cellplane.cell", nats.cell());
        values.put("cellplane.hosts", hosts);
        values.put("cellplane.data", options.data().resolve("hosts").resolve(nats.cell()));
        values.put(
                "cellplane.hypervisor.storage",
                options.data().resolve("storage").resolve(nats.cell()));
        values.put("cellplane.hypervisor.vcpus", options.size().vcpus());
        values.put("cellplane.hypervisor.memory-mb", options.size().memoryMb());
        values.put("cellplane.hypervisor.disk-gb", options.size().diskGb());
        return values;
    }

    private void start(String name, Program.Role role, Class<?> main, ConfigFiles files, Map<String, Object> values) {
        start(name, role, main, files, values, List.of(), "127.0.0.1");
    }

    /** @param at where it is, and answers whether it is well */
    private void start(
            String name,
            Program.Role role,
            Class<?> main,
            ConfigFiles files,
            Map<String, Object> values,
            List<String> entry,
            String at) {
        int health = FreePorts.next();
        values.put("cellplane.health.host", at);
        values.put("cellplane.health.port", health);
        Map<String, String> variables = new HashMap<>(environment.apply(role));
        // An arena of memory for each thread, as is the default, is more than the heap.
        variables.put("MALLOC_ARENA_MAX", "2");
        variables.putAll(files.write(name, values));
        boolean first = new ProgramTable(programs).of(role).isEmpty();
        // The name is for those who look at the list of processes.
        int heap =
                HEAP_MIB + (values.get("cellplane.hosts") instanceof List<?> hosts ? hosts.size() / HOSTS_PER_MIB : 0);
        List<String> command = jvm.command(role.token(), first, main, heap, List.of(name));
        int port = ((Number) values.getOrDefault("cellplane.api.port", health)).intValue();
        String ready = "http://" + at + ":" + health + "/readyz";
        add(new Program(name, role, entry, command, variables, port, ready, log(name)));
    }

    private Path log(String name) {
        return run.resolve(name + ".log");
    }

    private List<String> hosts(String cell) {
        return IntStream.rangeClosed(1, options.hosts())
                .mapToObj(number -> cell + "-host" + number)
                .toList();
    }

    private void awaitHosts(DatabaseSettings database) {
        Set<String> expected =
                CELLS.stream().flatMap(cell -> hosts(cell).stream()).collect(Collectors.toSet());
        long deadline = System.nanoTime() + START.toNanos();
        try (ApiDatabase api = ApiDatabase.open(database.withPool(1), Clock.systemUTC())) {
            while (!up(api).containsAll(expected)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("these hosts did not come up: "
                            + expected.stream()
                                    .filter(host -> !up(api).contains(host))
                                    .toList());
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the hosts came up", e);
        }
    }

    /** Those that are not to be waited for: a retired one never comes. */
    private static Set<String> up(ApiDatabase api) {
        return api.hostStates().all().stream()
                .filter(row -> row.retired() || row.state().equals(HostStateRow.UP))
                .map(HostStateRow::host)
                .collect(Collectors.toSet());
    }

    private CloudFile file(Databases databases, ConfigFiles files, int temporal, int temporalUi, int api) {
        DatabaseSettings main = databases.owner(Databases.API);
        boolean memory = Programs.find(TemporalServer.PROGRAM).isEmpty();
        return new CloudFile(
                true,
                options.data().toString(),
                pid("api"),
                pid("mariadb"),
                pid("temporal"),
                "http://" + address + ":" + api + "/v2.1",
                "http://" + address + ":" + files.services().identity() + "/v3",
                "http://" + address + ":" + files.services().image(),
                "http://" + address + ":" + files.services().network(),
                "",
                "127.0.0.1:" + temporal,
                memory ? null : "http://127.0.0.1:" + temporalUi,
                memory
                        ? "Temporal: in memory, a process of its own."
                        : "Temporal: a real server, kept in " + options.temporalData() + ".",
                CELLS,
                options.hosts(),
                main.url(),
                main.user(),
                main.password(),
                secrets.keyFile().toString(),
                secrets.users().admin(),
                secrets.users().demo());
    }

    private long pid(String name) {
        return Launcher.find(named(name)).map(ServerProcess::pid).orElse(0L);
    }
}
