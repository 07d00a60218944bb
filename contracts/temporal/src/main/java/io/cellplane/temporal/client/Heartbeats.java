package io.cellplane.temporal.client;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityExecutionContextBase;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Says for every activity that its process lives: a worker that was killed is noticed after the heartbeat timeout, not
 * after the much longer time that a step may take. What the activity itself said last is said again, so that its next
 * attempt still finds it.
 */
public final class Heartbeats extends WorkerInterceptorBase {
    private static final ScheduledExecutorService TICKER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeats").factory());

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Beating(next);
    }

    private static final class Beating extends ActivityInboundCallsInterceptorBase {
        private @Nullable Spoken context;

        Beating(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public void init(ActivityExecutionContext plain) {
            Spoken spoken = new Spoken(plain);
            context = spoken;
            super.init(spoken);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            Future<?> ticks = context == null ? null : tick(context);
            try {
                return super.execute(input);
            } finally {
                if (ticks != null) {
                    ticks.cancel(false);
                }
            }
        }
    }

    /** Remembers what was said last, by this attempt or by the one before it. */
    private static final class Spoken extends ActivityExecutionContextBase {
        private final AtomicBoolean beating = new AtomicBoolean();
        private @Nullable Object last;

        Spoken(ActivityExecutionContext next) {
            super(next);
            last = next.getHeartbeatDetails(Object.class).orElse(null);
        }

        @Override
        public synchronized <V> void heartbeat(V details) throws ActivityCompletionException {
            last = details;
            super.heartbeat(details);
        }

        /** One at a time: a Temporal that hangs is not asked once more for every tick. */
        void again() {
            if (beating.compareAndSet(false, true)) {
                Thread.ofVirtual().name("heartbeat").start(() -> {
                    try {
                        sayAgain();
                    } catch (ActivityCompletionException e) {
                        // Cancelled or timed out: a step that can stop asks for itself, the others are short.
                    } finally {
                        beating.set(false);
                    }
                });
            }
        }

        private synchronized void sayAgain() {
            super.heartbeat(last);
        }
    }

    private static @Nullable Future<?> tick(Spoken context) {
        Duration timeout = context.getInfo().getHeartbeatTimeout();
        if (timeout == null || timeout.isZero()) {
            return null;
        }
        long every = Math.max(100, timeout.toMillis() / 3);
        return TICKER.scheduleAtFixedRate(context::again, every, every, TimeUnit.MILLISECONDS);
    }
}
