package io.cellplane.operations.temporal;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says for every activity that its process lives: a worker that was killed is noticed after the heartbeat timeout, not
 * after the much longer time that a step may take.
 */
public final class Heartbeats extends WorkerInterceptorBase {
    private static final ScheduledExecutorService TICKER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeats").factory());

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ActivityInboundCallsInterceptorBase(next) {
            @Override
            public ActivityOutput execute(ActivityInput input) {
                Future<?> ticks = tick(Activity.getExecutionContext());
                try {
                    return super.execute(input);
                } finally {
                    if (ticks != null) {
                        ticks.cancel(false);
                    }
                }
            }
        };
    }

    private static @Nullable Future<?> tick(ActivityExecutionContext context) {
        Duration timeout = context.getInfo().getHeartbeatTimeout();
        if (timeout == null || timeout.isZero()) {
            return null;
        }
        long every = Math.max(100, timeout.toMillis() / 3);
        return TICKER.scheduleAtFixedRate(() -> beat(context), every, every, TimeUnit.MILLISECONDS);
    }

    private static void beat(ActivityExecutionContext context) {
        try {
            context.heartbeat(null);
        } catch (ActivityCompletionException e) {
            // Cancelled or timed out: a step that can stop asks for itself, the others are short.
        }
    }
}
