package io.cellplane.trials.bench;

import com.sun.management.OperatingSystemMXBean;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.client.Workers;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What Temporal alone takes for as many steps as a boot has, with steps that do nothing: no design gets below it. */
public final class FloorBench {
    private static final String QUEUE = "floor";
    private static final int STEPS = 5;
    private static final int ACTIVITIES = 64;
    private static final int POLLERS = 8;

    private FloorBench() {}

    /** A workflow of as many steps as a boot has. */
    @WorkflowInterface
    public interface Floor {
        /** Runs them one after another. */
        @WorkflowMethod
        void run();
    }

    /** A step that does nothing. */
    @ActivityInterface
    public interface Nothing {
        /** Does nothing. */
        void nothing();
    }

    /** The workflow. */
    public static final class Walk implements Floor {
        @Override
        public void run() {
            Nothing step = Workflow.newActivityStub(
                    Nothing.class,
                    ActivityOptions.newBuilder()
                            .setStartToCloseTimeout(Duration.ofSeconds(30))
                            .setHeartbeatTimeout(Duration.ofSeconds(5))
                            .build());
            for (int i = 0; i < STEPS; i++) {
                step.nothing();
            }
        }
    }

    /**
     * What it came to; durations in milliseconds.
     *
     * @param cpuTemporal seconds for each workflow in the server; 0 where it is not a process of its own
     * @param cpuWorker seconds for each workflow in the client and the worker
     */
    public record Result(double perSecond, Times done, double cpuTemporal, double cpuWorker) {}

    /** As many workflows as the plan has boots, by as many clients. */
    public static Result run(CloudFile cloud, BootBench.Plan plan) {
        try (Temporal temporal = new Temporal(cloud.temporalAddress(), "default", "floor", 1)) {
            WorkerFactory factory = temporal.workers();
            Worker worker = factory.newWorker(QUEUE, Workers.options(ACTIVITIES, POLLERS));
            worker.registerWorkflowImplementationTypes(Walk.class);
            worker.registerActivitiesImplementations((Nothing) () -> {});
            factory.start();
            walk(temporal, plan.warmUp(), plan.clients());
            double server = Meter.read(cloud).cpu().getOrDefault("temporal", 0.0);
            double own = ownCpu();
            long begun = System.nanoTime();
            List<Long> all = walk(temporal, plan.count(), plan.clients());
            double seconds = (System.nanoTime() - begun) / 1e9;
            Result result = new Result(
                    plan.count() / seconds,
                    Times.of(all),
                    (Meter.read(cloud).cpu().getOrDefault("temporal", 0.0) - server) / plan.count(),
                    (ownCpu() - own) / plan.count());
            factory.shutdownNow();
            return result;
        }
    }

    private static List<Long> walk(Temporal temporal, int count, int clients) {
        List<Long> all = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(threads.submit(() -> {
                    long begun = System.nanoTime();
                    Floor floor = temporal.client()
                            .newWorkflowStub(
                                    Floor.class,
                                    WorkflowOptions.newBuilder()
                                            .setWorkflowId("floor/" + UUID.randomUUID())
                                            .setTaskQueue(QUEUE)
                                            .build());
                    WorkflowClient.execute(floor::run).join();
                    all.add(System.nanoTime() - begun);
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a workflow failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return all;
    }

    private static double ownCpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }
}
