package io.cellplane.workflows;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.embedded.EmbeddedTemporal;
import io.cellplane.embedded.TemporalOptions;
import io.cellplane.temporal.client.Payloads;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.PayDebt;
import io.cellplane.temporal.flow.SearchKeys;
import io.cellplane.temporal.flow.TaskQueues;
import io.cellplane.temporal.step.CellFences;
import io.cellplane.temporal.step.CellMoves;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.MoveRecords;
import io.cellplane.temporal.step.Records;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Temporal in memory with the operations' workflows and scripted activities on every queue. */
public final class TestTemporal implements AutoCloseable {
    public static final OperationRequest BOOT = request(Kind.BOOT);
    static final OperationRequest DELETE = request(Kind.DELETE);

    /** What reaches into cells: never in the queue that serves all of them. */
    private static final Set<Class<?>> IN_CELLS =
            Set.of(CellMoves.class, CellFences.class, Records.class, MoveRecords.class, Hosts.class);

    private static final Map<List<Class<?>>, Shared> SHARED = new ConcurrentHashMap<>();

    private final Shared shared;
    private final List<String> begun = new CopyOnWriteArrayList<>();

    /** One at a time in a JVM: to start Temporal takes longer than any of the workflows. */
    public TestTemporal(Scripted scripted, Class<?>... more) {
        shared = SHARED.computeIfAbsent(List.of(more), Shared::new);
        if (!shared.script.compareAndSet(null, scripted)) {
            throw new IllegalStateException("another test is under way");
        }
    }

    /** What all tests of a JVM share: activities go to the script of the test that is under way. */
    private static final class Shared {
        final AtomicReference<@Nullable Scripted> script = new AtomicReference<>();
        final TestWorkflowEnvironment environment;

        Shared(List<Class<?>> more) {
            List<String> keywords =
                    SearchKeys.ALL.stream().map(SearchAttributeKey::getName).toList();
            EmbeddedTemporal server = EmbeddedTemporal.start(
                    TemporalOptions.in(Path.of("target", "temporal"), keywords).inMemory(), _ -> {});
            environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setUseExternalService(true)
                    .setTarget(server.choice().address())
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Payloads.converter())
                            .setIdentity("test")
                            .build())
                    .build());
            WorkerOptions quick = WorkerOptions.newBuilder()
                    .setMaxHeartbeatThrottleInterval(Duration.ofMillis(50))
                    .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(50))
                    .build();
            for (String queue : new String[] {
                TaskQueues.CONTROL,
                TaskQueues.control("cell0"),
                TaskQueues.control("cell1"),
                TaskQueues.control("cell2"),
                TaskQueues.cell("cell0"),
                TaskQueues.cell("cell1"),
                TaskQueues.hosts("cell1"),
                TaskQueues.cell("cell2"),
                TaskQueues.hosts("cell2")
            }) {
                var worker = environment.newWorker(queue, quick);
                worker.registerActivitiesImplementations(
                        activities(queue, Scripted.class, script -> script),
                        activities(queue, ScriptedMoves.class, Scripted::moves));
                if (queue.equals(TaskQueues.CONTROL)) {
                    Workflows.register(worker, Patience.hasty());
                    worker.registerWorkflowImplementationTypes(more.toArray(Class<?>[]::new));
                }
            }
            environment.start();
        }

        private Object activities(String queue, Class<?> type, Function<Scripted, Object> of) {
            return Proxy.newProxyInstance(type.getClassLoader(), type.getInterfaces(), (_, method, arguments) -> {
                if (queue.equals(TaskQueues.CONTROL) && IN_CELLS.contains(method.getDeclaringClass())) {
                    throw ApplicationFailure.newNonRetryableFailure(
                            method.getName() + " waits for a cell where others wait behind it", "queue");
                }
                Scripted now = script.get();
                if (now == null) {
                    throw new IllegalStateException("no test is under way");
                }
                try {
                    return method.invoke(of.apply(now), arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        }
    }

    private static OperationRequest request(Kind kind) {
        return new OperationRequest(
                UUID.fromString("0190a000-0000-7000-8000-000000000001"),
                UUID.fromString("7d2f4c1e-0000-4000-8000-000000000002"),
                kind,
                "project",
                "req-1",
                3);
    }

    /** @param host null for the record in the cell's database */
    static PayDebt.Debt debt(String cell, @Nullable String host) {
        return debt(new Owed(cell, host, 1, 1, null));
    }

    static PayDebt.Debt debt(Owed owed) {
        return new PayDebt.Debt(
                UUID.fromString("0190a000-0000-7000-8000-000000000003"),
                BOOT.operation(),
                BOOT.server(),
                owed,
                BOOT.requestId());
    }

    public <W> W workflow(Class<W> type, String id) {
        begun.add(id);
        return client().newWorkflowStub(
                        type,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(TaskQueues.CONTROL)
                                .setWorkflowId(id)
                                .build());
    }

    /** Runs an operation as {@code operation}, whatever its kind. */
    public Ended run(Class<?> type, Kind kind) {
        begun.add("operation");
        WorkflowStub stub = client().newUntypedWorkflowStub(
                        type.getSimpleName(),
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(TaskQueues.CONTROL)
                                .setWorkflowId("operation")
                                .build());
        stub.start(request(kind));
        return stub.getResult(Ended.class);
    }

    public static Ended run(Scripted scripted, Class<?> type, Kind kind) {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            return temporal.run(type, kind);
        }
    }

    /** The same with a successor that comes during that call. */
    public Ended run(Scripted scripted, Class<?> type, Kind kind, String succeeded) {
        scripted.during(succeeded, () -> {
            scripted.successor(true);
            nudge("operation");
        });
        return run(type, kind);
    }

    public static Ended runSucceeded(Scripted scripted, Class<?> type, Kind kind, String succeeded) {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            return temporal.run(scripted, type, kind, succeeded);
        }
    }

    public void nudge(String id) {
        client().newUntypedWorkflowStub(id).signal("nudge");
    }

    WorkflowClient client() {
        return shared.environment.getWorkflowClient();
    }

    WorkflowStub untyped(String id) {
        return client().newUntypedWorkflowStub(id);
    }

    WorkflowExecutionHistory history(String id) {
        return client().fetchHistory(id);
    }

    @Override
    public void close() {
        for (String id : begun) {
            try {
                untyped(id).terminate("the test is over");
            } catch (WorkflowNotFoundException e) {
                // It has ended.
            }
        }
        shared.script.set(null);
    }
}
