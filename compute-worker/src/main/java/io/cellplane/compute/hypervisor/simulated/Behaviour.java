package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.compute.hypervisor.HypervisorAway;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How one verb of the simulated hypervisor behaves; settings last until they are changed, counted failures run out. */
public final class Behaviour {
    private final AtomicInteger calls = new AtomicInteger();
    private Duration delay = Duration.ZERO;
    private @Nullable String message;
    private boolean afterEffect;
    private boolean away;
    private int failures;
    private boolean hanging;
    private boolean hangingAfter;
    private int hung;

    Behaviour() {}

    /** Each call takes that long before its effect. */
    public synchronized Behaviour delay(Duration newDelay) {
        delay = newDelay;
        return this;
    }

    /** The next calls fail and change nothing. */
    public synchronized Behaviour failBefore(String newMessage, int times) {
        return fail(newMessage, times, false);
    }

    /** The next calls have their effect and then fail. */
    public synchronized Behaviour failAfter(String newMessage, int times) {
        return fail(newMessage, times, true);
    }

    /** The next calls change nothing, and nothing is known of the one after them. */
    public synchronized Behaviour awayBefore(String newMessage, int times) {
        fail(newMessage, times, false);
        away = true;
        return this;
    }

    /** Calls wait before their effect until {@link #release}, or until they are interrupted. */
    public synchronized Behaviour hang() {
        hanging = true;
        return this;
    }

    /** Calls have their effect and then wait until {@link #release}, or until they are interrupted. */
    public synchronized Behaviour hangAfter() {
        hangingAfter = true;
        return this;
    }

    /** Lets every hanging call go on. */
    public synchronized Behaviour release() {
        hanging = false;
        hangingAfter = false;
        notifyAll();
        return this;
    }

    /** How often the verb was called, whatever came of it. */
    public int calls() {
        return calls.get();
    }

    /** How many calls hang at this moment. */
    public synchronized int hung() {
        return hung;
    }

    void before() throws InterruptedException {
        calls.incrementAndGet();
        Duration pause = hangWhile(() -> hanging);
        if (!pause.isZero()) {
            Thread.sleep(pause);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        failIf(false);
    }

    void after() throws InterruptedException {
        hangWhile(() -> hangingAfter);
        failIf(true);
    }

    /** Returns the delay that is set. */
    private synchronized Duration hangWhile(BooleanSupplier hangs) throws InterruptedException {
        hung++;
        try {
            while (hangs.getAsBoolean()) {
                wait();
            }
        } finally {
            hung--;
        }
        return delay;
    }

    private synchronized void failIf(boolean after) {
        String failure = message;
        if (failures > 0 && afterEffect == after && failure != null) {
            failures--;
            throw away ? new HypervisorAway(failure) : new HypervisorFailure(failure);
        }
    }

    private Behaviour fail(String newMessage, int times, boolean after) {
        message = newMessage;
        failures = times;
        afterEffect = after;
        away = false;
        return this;
    }
}
