package io.cellplane.trials.kill;

import io.cellplane.contracts.Patience;
import io.cellplane.db.control.OperationRow;
import io.cellplane.embedded.ServerProcess;
import io.cellplane.embedded.TemporalServer;
import io.cellplane.standalone.apart.ApartCloud;
import io.cellplane.standalone.apart.Lab;
import io.cellplane.standalone.apart.Launcher;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.CloudSecrets;
import io.cellplane.standalone.lab.LabCloud;
import io.cellplane.temporal.flow.SearchKeys;
import io.cellplane.temporal.flow.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The processes that the suite kills: a cloud apart, or a lab, whose processes halt where they are told to. */
public final class Fleet implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);

    /** What waits for a workflow that is gone, or for a host that is ill: less than in production, or most of a run is waiting. */
    static final Patience PATIENCE = Patience.standard()
            .withHosts(Patience.standard().hosts().withSpawn(Duration.ofSeconds(30)))
            .withSweeps(Patience.standard()
                    .sweeps()
                    .withRunningUnseen(Duration.ofSeconds(4))
                    .withEvery(Duration.ofSeconds(1))
                    .withAcceptedStale(Duration.ofSeconds(2)))
            .withSteps(Patience.standard()
                    .steps()
                    .withHeartbeat(Duration.ofSeconds(3))
                    .withRetryMost(Duration.ofSeconds(2)));

    /** Real guests take longer for everything, and a machine with many of them. */
    private static final Patience LAB_PATIENCE = PATIENCE.withHosts(
                    PATIENCE.hosts().withSpawn(Duration.ofMinutes(2)).withAbsent(Duration.ofMinutes(2)))
            .withSteps(PATIENCE.steps().withHeartbeat(Duration.ofSeconds(10)));

    private static final int LAB_TIMES = 4;

    private final Path data;
    private final boolean lab;
    private final @Nullable SmallDisk smallDisk;
    private final CloudFile cloud;
    private final ProgramTable table;
    private final AtomicInteger chosen = new AtomicInteger();

    /** @param faults where fault points are armed */
    Fleet(CloudOptions options, Path caches, Path faults, Patience patience) {
        this(options, caches, faults, patience, null, null);
    }

    private Fleet(
            CloudOptions options,
            Path caches,
            Path faults,
            Patience patience,
            @Nullable Lab lab,
            @Nullable SmallDisk smallDisk) {
        data = options.data();
        this.lab = lab != null;
        this.smallDisk = smallDisk;
        Path policy = policy(faults);
        Function<Program.Role, Map<String, String>> environment =
                role -> environment(role, faults, policy, patience, this.lab);
        cloud = lab == null
                ? ApartCloud.up(options, caches, environment, _ -> {})
                : LabCloud.up(options, lab, caches, environment, _ -> {});
        table = ProgramTable.in(data).orElseThrow();
    }

    /**
     * One whose hosts are those of a lab.
     *
     * @param faults where fault points are armed
     * @param storageApart whether each has a storage of its own
     */
    public static Fleet ofLab(CloudOptions options, Path caches, Path faults, boolean storageApart) {
        Lab lab = lab(options);
        return new Fleet(options, caches, faults, LAB_PATIENCE, storageApart ? lab.withStorageApart() : lab, null);
    }

    private static Lab lab(CloudOptions options) {
        return Lab.in(LabCloud.scripts(), options.data());
    }

    /** One where the disk that the hosts of the first cell share can be filled. */
    static Fleet ofLabWithSmallDisk(CloudOptions options, Path caches, Path faults) {
        String cell = options.cellNames().getFirst();
        SmallDisk disk = new SmallDisk(options.data().resolve("storage").resolve(cell));
        try {
            return new Fleet(options, caches, faults, LAB_PATIENCE, lab(options), disk);
        } catch (RuntimeException | Error e) {
            disk.close();
            throw e;
        }
    }

    SmallDisk smallDisk() {
        return Objects.requireNonNull(smallDisk, "no disk of this fleet can be filled");
    }

    /** Whether its guests are real ones. */
    boolean isLab() {
        return lab;
    }

    /** How long something may take here that takes so long elsewhere. */
    Duration patient(Duration elsewhere) {
        return lab ? elsewhere.multipliedBy(LAB_TIMES) : elsewhere;
    }

    /** What its processes are told to wait for. */
    Patience patience() {
        return lab ? LAB_PATIENCE : PATIENCE;
    }

    /** What its hosts really have. */
    Books books() {
        return lab ? new RealGuests(cloud) : new Guests(hosts());
    }

    private static Map<String, String> environment(
            Program.Role role, Path faults, Path policy, Patience patience, boolean lab) {
        Map<String, String> environment = new HashMap<>(PatienceVariables.of(patience));
        environment.put(FaultFolder.VARIABLE, faults.toString());
        if (lab && role == Program.Role.CELL_WORKER) {
            // Placement is not what is tried: a small disk and few processors are enough for all.
            environment.put("CELLPLANE_RATIOS_DISK", "64");
            environment.put("CELLPLANE_RATIOS_CPU", "64");
        }
        if (role == Program.Role.API) {
            environment.put("CELLPLANE_API_POLICY_FILE", policy.toString());
        }
        return environment;
    }

    private static Path policy(Path folder) {
        try {
            return Files.writeString(
                    folder.resolve("policy.yaml"), "compute:servers:resize:cross_cell: \"rule:admin\"\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public CloudFile cloud() {
        return cloud;
    }

    /** A host of another cell than this host's; each time the next one. */
    String elsewhere(String host) {
        List<String> others = cloud.cells().stream()
                .filter(cell -> !host.startsWith(cell + "-"))
                .toList();
        int number = chosen.getAndIncrement();
        return others.get(number % others.size()) + "-host" + (1 + number % cloud.hosts());
    }

    public ProgramTable table() {
        return table;
    }

    CloudSecrets secrets() {
        return new CloudSecrets(data.resolve("secrets"));
    }

    /** The folder of all simulated hosts. */
    Path hosts() {
        return data.resolve("hosts");
    }

    /** As a loss of power ends them. */
    public void kill(List<Program> programs) {
        programs.forEach(program -> Launcher.find(program).ifPresent(ServerProcess::kill));
    }

    /** Halts a process where it stands: it neither answers nor closes its connections. */
    public void suspend(Program program) {
        signal(program, "-STOP");
    }

    /** Lets it go on. */
    void resume(Program program) {
        signal(program, "-CONT");
    }

    private static void signal(Program program, String signal) {
        long pid = Launcher.find(program).orElseThrow().pid();
        try {
            new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Starts what does not run, and waits until it can do its work. */
    public void start(List<Program> programs) {
        programs.forEach(Launcher::start);
        programs.forEach(program -> Launcher.awaitReady(program, READY));
    }

    /** What an operator does after a start of Temporal without its data. */
    void prepareTemporal() {
        TemporalServer.prepare(
                cloud.temporalAddress(),
                SearchKeys.ALL.stream().map(key -> key.getName()).toList(),
                () -> true,
                _ -> {});
    }

    /** Whether Temporal keeps anything: the in-memory one does not. */
    boolean temporalHasData() {
        return cloud.temporalUi() != null;
    }

    /** Temporal must not run. */
    void emptyTemporal() {
        each(file -> Files.delete(file));
    }

    /** Copies Temporal's data away; it must not run. */
    void saveTemporal() {
        each(file -> Files.copy(
                file, file.resolveSibling(file.getFileName() + ".saved"), StandardCopyOption.REPLACE_EXISTING));
    }

    /** Puts the copies back; it must not run. */
    void restoreTemporal() {
        emptyTemporal();
        try (Stream<Path> files = Files.list(data.resolve("temporal"))) {
            for (Path saved :
                    files.filter(file -> file.toString().endsWith(".saved")).toList()) {
                String name = saved.getFileName().toString();
                Files.move(saved, saved.resolveSibling(name.substring(0, name.length() - ".saved".length())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface FileWork {
        void on(Path file) throws IOException;
    }

    private void each(FileWork work) {
        try (Stream<Path> files = Files.list(data.resolve("temporal"))) {
            for (Path file : files.filter(each -> each.getFileName().toString().matches("temporal\\.db(-wal|-shm)?"))
                    .toList()) {
                work.on(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an operator does with the button Terminate, to every operation that is open. */
    void terminateAll(Records records) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(cloud.temporalAddress())
                .build());
        try {
            WorkflowClient client = WorkflowClient.newInstance(
                    stubs,
                    WorkflowClientOptions.newBuilder().setNamespace("default").build());
            for (OperationRow row : records.api().operations().open()) {
                try {
                    client.newUntypedWorkflowStub(WorkflowIds.of(row.server(), row.what(), row.id()))
                            .terminate("the kill suite");
                } catch (WorkflowNotFoundException notStarted) {
                    // Halted before its start.
                }
            }
        } finally {
            stubs.shutdownNow();
        }
    }

    @Override
    public void close() {
        // Their data are not needed again, nor what they would write at their end.
        kill(table.programs().reversed());
        CloudFile.remove(data);
        if (smallDisk != null) {
            smallDisk.close();
        }
    }
}
