package io.cellplane.embedded;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import io.temporal.common.RetryOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A workflow that cancels what it has begun, in a task that lasts until the test lets it end. */
@WorkflowInterface
public interface Interruption {
    String QUEUE = "interruptions";

    /** What is interrupted, or not. */
    enum Part {
        TIMER,
        SLEEP,
        ENDING,
        FAILING,
        SILENT,
        SIGNAL,
        RANDOM
    }

    @WorkflowMethod
    String run(Part part, long seed);

    @SignalMethod
    void nudge();

    @QueryMethod
    boolean isWaiting();

    /** What the workflow may call. */
    @ActivityInterface
    interface Work {
        /** @param millis for how long, unless it is cancelled or the test ends it; 0: until then */
        @ActivityMethod
        String work(Part part, long millis);
    }

    /** Where workflow and activity wait for the test, in the same JVM. */
    final class Stage implements Work {
        private final CountDownLatch inTask = new CountDownLatch(1);
        private final CountDownLatch taskMayEnd = new CountDownLatch(1);
        private final CountDownLatch inActivity = new CountDownLatch(1);
        private final CountDownLatch activityMayEnd = new CountDownLatch(1);

        void awaitTask() throws InterruptedException {
            inTask.await(10, TimeUnit.SECONDS);
        }

        void endTask() {
            taskMayEnd.countDown();
        }

        void awaitActivity() throws InterruptedException {
            inActivity.await(10, TimeUnit.SECONDS);
        }

        void endActivity() {
            activityMayEnd.countDown();
        }

        private void task() {
            inTask.countDown();
            wait(taskMayEnd, 10_000);
        }

        @Override
        public String work(Part part, long millis) {
            ActivityExecutionContext context = Activity.getExecutionContext();
            inActivity.countDown();
            if (part == Part.SILENT) {
                context.doNotCompleteOnReturn();
                return "";
            }
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis == 0 ? 20_000 : millis);
            while (System.nanoTime() - end < 0 && !wait(activityMayEnd, 5)) {
                try {
                    context.heartbeat(null);
                } catch (ActivityCompletionException e) {
                    throw part == Part.FAILING ? new IllegalStateException("it was cancelled") : e;
                }
            }
            return "ended";
        }

        private static boolean wait(CountDownLatch latch, long millis) {
            try {
                return latch.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Workers for both. */
    static WorkerFactory serve(WorkflowClient client, Stage stage) {
        WorkerFactory factory = WorkerFactory.newInstance(client);
        var worker = factory.newWorker(
                QUEUE,
                WorkerOptions.newBuilder()
                        .setDefaultDeadlockDetectionTimeout(20_000)
                        .setMaxHeartbeatThrottleInterval(Duration.ofMillis(20))
                        .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(20))
                        .build());
        worker.registerWorkflowImplementationFactory(Interruption.class, () -> new Run(stage));
        worker.registerActivitiesImplementations(stage);
        factory.start();
        return factory;
    }

    /** The workflow. */
    final class Run implements Interruption {
        private static final Duration AT_ONCE = Duration.ofMillis(1);
        private static final Duration A_WHILE = Duration.ofMillis(500);

        private final Stage stage;
        private boolean nudged;
        private boolean waiting;

        Run(Stage stage) {
            this.stage = stage;
        }

        @Override
        public String run(Part part, long seed) {
            return switch (part) {
                case SLEEP -> {
                    Workflow.sleep(A_WHILE);
                    yield "slept";
                }
                case SIGNAL -> {
                    waiting = true;
                    Workflow.await(() -> nudged);
                    yield "nudged";
                }
                case RANDOM -> random(new Random(seed));
                default -> interrupt(part);
            };
        }

        private String interrupt(Part part) {
            Begun begun = begin(part, 0);
            Workflow.sleep(AT_ONCE);
            stage.task();
            begun.scope().cancel();
            String ended = begun.end().get();
            Workflow.sleep(AT_ONCE);
            return ended;
        }

        private String random(Random random) {
            Part[] parts = {Part.TIMER, Part.ENDING, Part.FAILING};
            for (int i = 0; i < 5; i++) {
                Begun begun = begin(parts[random.nextInt(parts.length)], 1 + random.nextInt(200));
                Workflow.await(() -> begun.end().isCompleted() || nudged);
                nudged = false;
                Duration grace = Duration.ofMillis(1 + random.nextInt(100));
                if (!Workflow.await(grace, () -> begun.end().isCompleted())) {
                    begun.scope().cancel();
                }
                begun.end().get();
            }
            return "through";
        }

        /** @param end how it ends: {@code ended} or {@code stopped} */
        private record Begun(CancellationScope scope, Promise<String> end) {}

        private static Begun begin(Part part, long millis) {
            CompletablePromise<String> end = Workflow.newPromise();
            CancellationScope scope = Workflow.newCancellationScope(() -> end.completeFrom(
                    part == Part.TIMER
                            ? Workflow.newTimer(millis == 0 ? A_WHILE : Duration.ofMillis(millis))
                                    .thenApply(fired -> "ended")
                            : Async.function(activity()::work, part, millis)));
            scope.run();
            return new Begun(scope, end.handle((value, failure) -> failure == null ? value : "stopped"));
        }

        private static Work activity() {
            return Workflow.newActivityStub(
                    Work.class,
                    ActivityOptions.newBuilder()
                            .setStartToCloseTimeout(Duration.ofSeconds(60))
                            .setHeartbeatTimeout(Duration.ofSeconds(1))
                            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                            .setRetryOptions(RetryOptions.newBuilder()
                                    .setInitialInterval(Duration.ofMillis(20))
                                    .build())
                            .build());
        }

        @Override
        public void nudge() {
            nudged = true;
        }

        @Override
        public boolean isWaiting() {
            return waiting;
        }
    }
}
