package io.cellplane.temporal.client;

import io.cellplane.contracts.fault.FaultPoints;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How the processes that serve task queues are set up. */
public final class Workers {
    private Workers() {}

    static WorkerFactory factory(WorkflowClient client, List<WorkerInterceptor> more) {
        // The last is the outermost: who is halted still beats, or it would be tried again beside itself.
        List<WorkerInterceptor> interceptors = new ArrayList<>();
        if (FaultPoints.armed()) {
            interceptors.add(new StepFaults());
        }
        interceptors.addAll(List.of(new Heartbeats(), new LogKeys()));
        interceptors.addAll(more);
        return WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .setWorkerInterceptors(interceptors.toArray(WorkerInterceptor[]::new))
                        .build());
    }

    /** @param activities how many at once: what the pools behind them can bear */
    public static WorkerOptions options(int activities, int pollers) {
        return WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setMaxConcurrentActivityExecutionSize(activities)
                .setMaxConcurrentActivityTaskPollers(pollers)
                .setMaxConcurrentWorkflowTaskPollers(pollers)
                // A cancellation comes with a heartbeat: often enough, that a delete does not wait for a boot.
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(500))
                .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(500))
                .setDefaultDeadlockDetectionTimeout(5_000)
                .build();
    }

    /** Lets what is under way end, for so long altogether, then stops. */
    public static void drain(Collection<WorkerFactory> factories, Duration time) {
        factories.forEach(WorkerFactory::shutdown);
        long until = System.nanoTime() + time.toNanos();
        factories.forEach(
                factory -> factory.awaitTermination(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS));
        factories.forEach(WorkerFactory::shutdownNow);
    }
}
