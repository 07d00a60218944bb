package io.cellplane.standalone.apart;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.embedded.FreePort;
import io.cellplane.embedded.Programs;
import io.cellplane.embedded.Progress;
import io.cellplane.embedded.ServerProcess;
import io.cellplane.embedded.TemporalServer;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.CloudSecrets;
import io.cellplane.standalone.cloud.CloudsYaml;
import io.cellplane.standalone.cloud.Elsewhere;
import io.cellplane.standalone.cloud.PolicyFile;
import io.cellplane.standalone.cloud.Ports;
import io.cellplane.temporal.flow.SearchKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cloud of {@code up} as separate processes on the loopback address: two database servers, a Temporal, a NATS server
 * for each cell, stand-ins of the neighbours, two conductors, a cell-worker and a metadata process for each cell, the hosts, the
 * API.
 * It outlives the command that starts it.
 */
public final class ApartCloud {
    private static final Duration START = Duration.ofSeconds(90);

    private final CloudOptions options;
    private final CloudSecrets secrets;
    private final Path run;
    private final OwnProcesses own;
    private final CellHosts hosts;
    private final MetadataProcesses metadata;
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
        this.run = options.data().resolve("run");
        this.own = new OwnProcesses(run, caches, environment);
        this.hosts = new CellHosts(options, own, lab, this::add);
        this.lab = lab;
        this.address = lab == null ? "127.0.0.1" : lab.address();
        this.metadata = new MetadataProcesses(options, secrets, address);
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
    public static CloudFile up(
            CloudOptions options,
            Path caches,
            Lab lab,
            Function<Program.Role, Map<String, String>> environment,
            Consumer<Progress> progress) {
        return up(new ApartCloud(options, caches, environment, lab), progress);
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
            Program fabric = lab.fabric(own.log("fabric"));
            add(fabric);
            Launcher.awaitReady(fabric, START);
        }
        Ports ports = options.ports().fixed();
        int temporal = ports.temporal();
        int temporalUi = ports.temporalUi();
        Path temporalData = options.temporalData();
        add(temporalProgram(temporal, temporalData));
        List<Nats> buses = options.cellNames().stream()
                .map(cell -> Nats.of(cell, address, hosts.of(cell), secrets, run))
                .toList();
        buses.forEach(nats -> add(nats.program()));
        int api = ports.api();
        Elsewhere services = services(ports);
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
        ConfigFiles files = new ConfigFiles(run.resolve("etc"), secrets, databases.api(), temporal, services);
        startProcesses(files, buses, api);
        metadata.programs(own, files, databases::of).forEach(this::add);
        programs.forEach(program ->
                Launcher.awaitReady(program, program.role() == Program.Role.SERVICES ? DebianServices.START : START));
        hosts.await(databases.api(), START);
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
                .map(program -> TemporalServer.command(data, program, port, FreePort::next))
                .orElseGet(() -> own.memoryTemporal(port));
        return new Program("temporal", Program.Role.TEMPORAL, command, Map.of(), port, null, own.log("temporal"));
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
                        own.log("temporal-ui")));
    }

    /** Starts those that are this cloud's. @return where they are */
    private Elsewhere services(Ports ports) {
        Elsewhere given = options.elsewhere();
        Elsewhere own = Elsewhere.beside(address, ports, secrets, given != null);
        if (given == null) {
            add(standIns(ports));
        } else if (given.debian()) {
            add(DebianServices.program(options.withPorts(ports), address, metadata.at(), run));
        }
        return given == null || given.debian() ? own : given;
    }

    private Program standIns(Ports at) {
        List<String> arguments = new ArrayList<>(List.of(
                options.data().toString(),
                "" + at.identity(),
                "" + at.image(),
                "" + at.network(),
                "" + at.api(),
                address));
        if (lab != null) {
            arguments.addAll(List.of(Lab.BRIDGE, lab.dhcp().toString()));
        }
        return own.services(arguments, address, at.network());
    }

    /** The last to start is the first to stop: who asks before who is asked. */
    private void startProcesses(ConfigFiles files, List<Nats> buses, int api) {
        buses.forEach(nats -> hosts.start(nats, files));
        for (Nats nats : buses) {
            String name = Nats.worker(nats.cell());
            Map<String, Object> values = files.control(name);
            values.put(
                    "cellplane.cells", nats.cell().equals("cell1") ? List.of("cell1", "cell0") : List.of(nats.cell()));
            values.putAll(nats.worker());
            add(own.of(name, Program.Role.CELL_WORKER, io.cellplane.cellworker.Main.class, files, values));
        }
        for (String name : List.of("conductor-1", "conductor-2")) {
            add(own.of(
                    name, Program.Role.CONDUCTOR, io.cellplane.conductor.Main.class, files, files.withServices(name)));
        }
        Map<String, Object> values = files.withServices("api");
        values.put("cellplane.api.host", address);
        values.put("cellplane.api.port", api);
        values.put("cellplane.api.policy-file", PolicyFile.in(options.data()));
        values.put("cellplane.nats.password-file", secrets.passwordFile("nats-api"));
        values.putAll(options.quota());
        add(own.of("api", Program.Role.API, io.cellplane.api.Main.class, files, values));
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
                files.services(),
                "",
                "127.0.0.1:" + temporal,
                memory ? null : "http://127.0.0.1:" + temporalUi,
                memory
                        ? "Temporal: in memory, a process of its own."
                        : "Temporal: a real server, kept in " + options.temporalData() + ".",
                options.cellNames(),
                options.hosts(),
                metadata.urls(),
                main.url(),
                main.user(),
                main.password(),
                secrets.keyFile().toString(),
                options.adminPassword(secrets),
                options.demoPassword(secrets));
    }

    private long pid(String name) {
        return Launcher.find(named(name)).map(ServerProcess::pid).orElse(0L);
    }
}
