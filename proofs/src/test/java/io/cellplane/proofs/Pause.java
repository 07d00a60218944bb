package io.cellplane.proofs;

import io.cellplane.proofs.Sides.Side;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A step waits, before it begins or at its first commit, until it is told to go on; nobody gives it up meanwhile. */
final class Pause extends Script {
    static final List<Side> SIDES = List.of(Scripts.When.BEFORE_EFFECT, new Sides.Inside(1));

    private final Predicate<Step> which;
    private final Side side;
    private final Scripts.Waiting waiting = new Scripts.Waiting();

    /** @param side of {@link #SIDES}; a step that commits nothing waits before its answer */
    Pause(Predicate<Step> which, Side side) {
        this.which = which;
        this.side = side;
    }

    @Override
    ActivityOutput act(Step step, Supplier<ActivityOutput> real) throws Exception {
        if (!which.test(step)) {
            return real.get();
        }
        if (side == Scripts.When.BEFORE_EFFECT) {
            waiting.beside(step);
            return real.get();
        }
        ActivityOutput done = real.get();
        waiting.beside(step);
        return done;
    }

    @Override
    void committed(Step step, int nth) {
        if (side != Scripts.When.BEFORE_EFFECT && which.test(step)) {
            try {
                waiting.beside(step);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    boolean isDue() {
        return !isReached();
    }

    boolean isReached() {
        return waiting.isReached();
    }

    @Override
    void release() {
        waiting.release();
    }
}
