package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.operations.BootServer;
import io.cellplane.operations.DeleteServer;
import io.cellplane.operations.Ended;
import io.cellplane.operations.OperationRequest;
import io.cellplane.operations.PayDebt;
import io.cellplane.operations.Payloads;
import io.cellplane.operations.Ports;
import io.cellplane.operations.RepairServer;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories as they lie in installations: what runs there must be able to go on with this code. They are recorded anew
 * with {@code -Dcellplane.histories=record}, which is right only as long as no release has run them.
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
                        "place 1 anywhere not []",
                        StepResult.refused(Failure.NO_VALID_HOST, "No valid host was found."));
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
            new Scenario("RepairServer", "delete", (scripted, temporal) -> repair(temporal, TestTemporal.DELETE)));

    private static void boot(TestTemporal temporal) {
        temporal.workflow(BootServer.class, "operation").run(TestTemporal.BOOT);
    }

    private static void repair(TestTemporal temporal, OperationRequest request) {
        temporal.workflow(RepairServer.class, "operation").run(request);
    }

    @Test
    @EnabledIfSystemProperty(named = "cellplane.histories", matches = "record")
    void record() throws IOException {
        for (Scenario scenario : SCENARIOS) {
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
    void everyStoredHistoryReplays(Path file) throws Exception {
        replay(file, Workflows.types());
    }

    @Test
    void everyScenarioIsStored() {
        assertThat(SCENARIOS).allSatisfy(scenario -> assertThat(file(scenario)).exists());
    }

    @Test
    void anOperationThatHasChangedDoesNotReplay() {
        assertThatThrownBy(() -> replay(FOLDER.resolve("DeleteServer/happy.json"), Changed.class))
                .hasStackTraceContaining("NonDeterministic");
    }

    private static void replay(Path file, Class<?>... types) throws Exception {
        WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(Files.readString(file));
        TestEnvironmentOptions options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build();
        try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
            var worker = environment.newWorker("replay");
            worker.registerWorkflowImplementationTypes(types);
            WorkflowReplayer.replayWorkflowExecution(history, worker);
        }
    }

    /** A delete that begins with another step than those that are under way. */
    public static final class Changed implements DeleteServer {
        @Override
        public Ended run(OperationRequest request) {
            Steps steps = new Steps(request);
            steps.control(Ports.class, "release the ports").release(steps.step("ports", 1), request.server());
            return Ended.DONE;
        }

        @Override
        public void nudge() {}
    }
}
