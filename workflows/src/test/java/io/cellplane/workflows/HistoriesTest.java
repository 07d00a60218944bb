package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.client.Payloads;
import io.cellplane.temporal.flow.AttachInterface;
import io.cellplane.temporal.flow.BootServer;
import io.cellplane.temporal.flow.ConfirmResize;
import io.cellplane.temporal.flow.DeleteServer;
import io.cellplane.temporal.flow.DetachInterface;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.PayDebt;
import io.cellplane.temporal.flow.PowerServer;
import io.cellplane.temporal.flow.RepairServer;
import io.cellplane.temporal.flow.ResetServer;
import io.cellplane.temporal.flow.ResizeServer;
import io.cellplane.temporal.flow.RevertResize;
import io.cellplane.temporal.step.CellMoves.Cut;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Ports;
import io.cellplane.workflows.step.Steps;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories as they lie in installations: what runs there must be able to go on with this code. A scenario without one
 * is recorded with {@code -Dcellplane.histories=record}. To remove a stored one, so that it is recorded anew, is right
 * only as long as no release has run it.
 */
@Timeout(60)
class HistoriesTest {
    private static final Path FOLDER = Path.of("src/test/resources/histories");

    private record Scenario(String type, String name, BiConsumer<Scripted, TestTemporal> play) {}

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("BootServer", "happy", (scripted, temporal) -> boot(temporal)),
            new Scenario("BootServer", "second-host", (scripted, temporal) -> {
                scripted.answer("spawn 1 host1", StepResult.refused(Failure.SPAWN_REFUSED, "disk full"));
                boot(temporal);
            }),
            new Scenario("BootServer", "no-host", (scripted, temporal) -> {
                scripted.answer(
                        "place 1 not []", StepResult.refused(Failure.NO_VALID_HOST, "No valid host was found."));
                boot(temporal);
            }),
            new Scenario("BootServer", "other-cell", (scripted, temporal) -> {
                scripted.answer("spawn 1 host1", StepResult.refused(Failure.SPAWN_REFUSED, "disk full"))
                        .answer(
                                "place 2 not [host1]",
                                StepResult.done(
                                        new Placed("cell2", "host2", Scripted.PROVIDER, "nova", 2, 2, "cell1")));
                boot(temporal);
            }),
            new Scenario("BootServer", "preempted", (scripted, temporal) -> {
                scripted.during("spawn 1 host1", () -> {
                    scripted.successor(true);
                    temporal.nudge("operation");
                });
                boot(temporal);
            }),
            new Scenario(
                    "DeleteServer",
                    "happy",
                    (scripted, temporal) ->
                            temporal.workflow(DeleteServer.class, "operation").run(TestTemporal.DELETE)),
            new Scenario("DeleteServer", "silent-host", (scripted, temporal) -> {
                scripted.silent("host1");
                temporal.workflow(DeleteServer.class, "operation").run(TestTemporal.DELETE);
            }),
            new Scenario(
                    "PayDebt",
                    "guest",
                    (scripted, temporal) ->
                            temporal.workflow(PayDebt.class, "operation").run(TestTemporal.debt("cell1", "host1"))),
            new Scenario("RepairServer", "boot", (scripted, temporal) -> repair(temporal, TestTemporal.BOOT)),
            new Scenario("RepairServer", "delete", (scripted, temporal) -> repair(temporal, TestTemporal.DELETE)),
            of(RepairServer.class, "resize", Kind.RESIZE, scripted -> {}),
            of(
                    RepairServer.class,
                    "resize-arrived",
                    Kind.RESIZE,
                    scripted -> scripted.moves().arrived()),
            of(
                    RepairServer.class,
                    "resize-across-cells",
                    Kind.RESIZE,
                    scripted -> scripted.moves().acrossCells()),
            of(
                    RepairServer.class,
                    "resize-cut-over",
                    Kind.RESIZE,
                    scripted -> scripted.moves().acrossCells().moves().cutOver()),
            of(RepairServer.class, "stop", Kind.STOP, scripted -> {}),
            of(RepairServer.class, "confirm", Kind.CONFIRM, scripted -> {}),
            of(RepairServer.class, "revert", Kind.REVERT, scripted -> {}),
            of(RepairServer.class, "reset", Kind.RESET, scripted -> {}),
            of(PowerServer.class, "start", Kind.START, scripted -> {}),
            of(PowerServer.class, "stop", Kind.STOP, scripted -> {}),
            of(PowerServer.class, "reboot", Kind.REBOOT, scripted -> {}),
            of(PowerServer.class, "hard-reboot", Kind.HARD_REBOOT, scripted -> {}),
            of(PowerServer.class, "pause", Kind.PAUSE, scripted -> {}),
            of(PowerServer.class, "unpause", Kind.UNPAUSE, scripted -> {}),
            of(PowerServer.class, "suspend", Kind.SUSPEND, scripted -> {}),
            of(PowerServer.class, "resume", Kind.RESUME, scripted -> {}),
            of(PowerServer.class, "crash-dump", Kind.CRASH_DUMP, scripted -> {}),
            of(PowerServer.class, "refused", Kind.STOP, scripted -> refuse(scripted, "stop on host1")),
            preempted(PowerServer.class, "preempted", Kind.REBOOT, "reboot on host1", scripted -> {}),
            of(ResetServer.class, "happy", Kind.RESET, scripted -> {}),
            of(AttachInterface.class, "happy", Kind.ATTACH_INTERFACE, scripted -> {}),
            of(
                    AttachInterface.class,
                    "no-port",
                    Kind.ATTACH_INTERFACE,
                    scripted -> refuse(scripted, "attach on host1")),
            of(AttachInterface.class, "refused", Kind.ATTACH_INTERFACE, scripted -> refuse(scripted, "plug on host1")),
            preempted(AttachInterface.class, "preempted", Kind.ATTACH_INTERFACE, "attach on host1", scripted -> {}),
            of(DetachInterface.class, "happy", Kind.DETACH_INTERFACE, Scripted::ofDevice),
            of(DetachInterface.class, "refused", Kind.DETACH_INTERFACE, scripted -> {
                scripted.ofDevice();
                refuse(scripted, "unplug on host1");
            }),
            of(DeleteServer.class, "beside", Kind.DELETE, Scripted::beside),
            of(ResizeServer.class, "beside", Kind.RESIZE, Scripted::beside),
            of(ResizeServer.class, "happy", Kind.RESIZE, scripted -> {}),
            of(ResizeServer.class, "migrate", Kind.MIGRATE, scripted -> {}),
            of(
                    ResizeServer.class,
                    "same-host",
                    Kind.RESIZE,
                    scripted -> scripted.moves().sameHost()),
            of(ResizeServer.class, "copied", Kind.RESIZE, Scripted::apart),
            of(ResizeServer.class, "no-host", Kind.RESIZE, scripted -> refuse(scripted, "aim 1 not []")),
            of(
                    ResizeServer.class,
                    "second-host",
                    Kind.RESIZE,
                    scripted -> refuse(scripted, "receive 1 host1 from host0")),
            of(ResizeServer.class, "undone", Kind.RESIZE, scripted -> {
                refuse(scripted, "receive 1 host1 from host0");
                refuse(scripted, "leave 2 host0");
                refuse(scripted, "activate 3 host3");
            }),
            preempted(ResizeServer.class, "preempted", Kind.RESIZE, "leave 1 host0", scripted -> {}),
            of(
                    ResizeServer.class,
                    "across-cells",
                    Kind.RESIZE,
                    scripted -> scripted.moves().acrossCells()),
            of(
                    ResizeServer.class,
                    "across-cells-later",
                    Kind.RESIZE,
                    scripted -> scripted.moves().acrossCells().moves().cut("cut over 1 to cell2", Cut.LATER)),
            of(
                    ResizeServer.class,
                    "across-cells-second-host",
                    Kind.RESIZE,
                    scripted -> refuse(scripted.moves().acrossCells(), "spawn 1 host1 from image")),
            preempted(
                    ResizeServer.class,
                    "across-cells-preempted",
                    Kind.RESIZE,
                    "cut over 1 to cell2",
                    scripted -> scripted.moves().acrossCells().moves().cut("cut over 1 to cell2", Cut.LATER)),
            of(ConfirmResize.class, "happy", Kind.CONFIRM, scripted -> {}),
            of(
                    ConfirmResize.class,
                    "same-host",
                    Kind.CONFIRM,
                    scripted -> scripted.moves().sameHost()),
            of(ConfirmResize.class, "silent-host", Kind.CONFIRM, scripted -> scripted.silent("host0")),
            of(
                    ConfirmResize.class,
                    "across-cells",
                    Kind.CONFIRM,
                    scripted -> scripted.moves().acrossCells()),
            of(
                    ConfirmResize.class,
                    "cell-away",
                    Kind.CONFIRM,
                    scripted -> scripted.moves().acrossCells().away("cell1")),
            of(RevertResize.class, "happy", Kind.REVERT, scripted -> {}),
            of(RevertResize.class, "fenced-host", Kind.REVERT, scripted -> {
                scripted.answer("set aside on host1", StepResult.refused(Failure.HOST_ABSENT, "silent"))
                        .silent("host1");
                scripted.during("look at host1", Scripted.again(() -> scripted.fenced("host1")));
            }),
            of(RevertResize.class, "refused", Kind.REVERT, scripted -> refuse(scripted, "restore on host0")),
            of(
                    RevertResize.class,
                    "across-cells",
                    Kind.REVERT,
                    scripted -> scripted.moves().acrossCells()),
            of(
                    RevertResize.class,
                    "across-cells-later",
                    Kind.REVERT,
                    scripted -> scripted.moves().acrossCells().moves().cut("cut over 1 to cell1", Cut.LATER)));

    private static Scenario of(Class<?> type, String name, Kind kind, Consumer<Scripted> script) {
        return new Scenario(type.getSimpleName(), name, (scripted, temporal) -> {
            script.accept(scripted);
            temporal.run(type, kind);
        });
    }

    private static Scenario preempted(Class<?> type, String name, Kind kind, String during, Consumer<Scripted> script) {
        return new Scenario(type.getSimpleName(), name, (scripted, temporal) -> {
            script.accept(scripted);
            temporal.run(scripted, type, kind, during);
        });
    }

    private static void refuse(Scripted scripted, String call) {
        scripted.answer(call, StepResult.refused(Failure.SPAWN_REFUSED, "disk full"));
    }

    private static void boot(TestTemporal temporal) {
        temporal.workflow(BootServer.class, "operation").run(TestTemporal.BOOT);
    }

    private static void repair(TestTemporal temporal, OperationRequest request) {
        temporal.workflow(RepairServer.class, "operation").run(request);
    }

    @Test
    @EnabledIfSystemProperty(named = "cellplane.histories", matches = "record")
    @Timeout(300)
    void record() throws IOException {
        for (Scenario scenario : SCENARIOS) {
            if (Files.exists(file(scenario))) {
                continue;
            }
            Scripted scripted = new Scripted();
            try (TestTemporal temporal = new TestTemporal(scripted)) {
                scenario.play().accept(scripted, temporal);
                Path file = file(scenario);
                Files.createDirectories(file.resolveSibling("."));
                Files.writeString(file, temporal.history("operation").toJson(true));
            }
        }
    }

    private static Path file(Scenario scenario) {
        return FOLDER.resolve(scenario.type()).resolve(scenario.name() + ".json");
    }

    static Stream<Path> stored() throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("stored")
    void every_stored_history_replays_whatever_the_patience_of_the_worker(Path file) throws Exception {
        replay(file, worker -> Workflows.register(worker, Patience.hasty()));
        replay(file, worker -> Workflows.register(worker, Patience.standard()));
    }

    @Test
    void every_scenario_is_stored() {
        assertThat(SCENARIOS).allSatisfy(scenario -> assertThat(file(scenario)).exists());
    }

    @Test
    void an_operation_that_has_changed_does_not_replay() {
        assertThatThrownBy(() -> replay(
                        FOLDER.resolve("DeleteServer/happy.json"),
                        worker -> worker.registerWorkflowImplementationTypes(Changed.class)))
                .hasStackTraceContaining("NonDeterministic");
    }

    private static void replay(Path file, Consumer<Worker> register) throws Exception {
        WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(Files.readString(file));
        TestEnvironmentOptions options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build();
        try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
            Worker worker = environment.newWorker("replay");
            register.accept(worker);
            WorkflowReplayer.replayWorkflowExecution(history, worker);
        }
    }

    /** A delete that begins with another step than those that are under way. */
    public static final class Changed implements DeleteServer {
        @Override
        public Ended run(OperationRequest request) {
            Steps steps = new Steps(Patience.standard(), request);
            steps.control(Ports.class, "release the ports").release(steps.step(StepName.PORTS, 1), request.server());
            return Ended.DONE;
        }

        @Override
        public void nudge() {}
    }
}
