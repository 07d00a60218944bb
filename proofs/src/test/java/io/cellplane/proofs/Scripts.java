package io.cellplane.proofs;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.proofs.Sides.Inside;
import io.cellplane.proofs.Sides.Side;
import io.cellplane.testing.Sample;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The ways in which a step goes wrong. */
final class Scripts {
    private Scripts() {}

    /** When something happens to a step. */
    enum When implements Side {
        BEFORE_EFFECT,
        AFTER_EFFECT;

        /** @param what as {@link Sample#of} wants it */
        static List<When> sides(String what) {
            return Sample.of(what, List.of(values()));
        }
    }

    static Predicate<Script.Step> at(String kind, int index) {
        return step -> step.kind().equals(kind) && step.index() == index;
    }

    /** The first try fails without an effect, the second has its effect and its answer is lost. */
    static Script stumbling() {
        return new Script() {
            @Override
            ActivityOutput act(Step step, Supplier<ActivityOutput> real) {
                if (step.attempt() == 1) {
                    throw new IllegalStateException("nothing was done");
                }
                ActivityOutput done = real.get();
                if (step.attempt() == 2) {
                    throw new IllegalStateException("it was done, the answer is lost");
                }
                return done;
            }
        };
    }

    /** Every step is done again at once. */
    static Script twice() {
        return new Script() {
            @Override
            ActivityOutput act(Step step, Supplier<ActivityOutput> real) {
                var _ = real.get();
                return real.get();
            }
        };
    }

    /** Every step is done twice at the same time. */
    static Script beside() {
        return new Script() {
            @Override
            ActivityOutput act(Step step, Supplier<ActivityOutput> real) {
                CompletableFuture<ActivityOutput> other = new CompletableFuture<>();
                Thread.startVirtualThread(() -> {
                    try {
                        other.complete(real.get());
                    } catch (RuntimeException e) {
                        other.completeExceptionally(e);
                    }
                });
                ActivityOutput here = real.get();
                other.orTimeout(30, TimeUnit.SECONDS).join();
                return here;
            }
        };
    }

    /** A fact refuses the step, before or after its effect. */
    static Script refusing(Predicate<Script.Step> which, When when, int times) {
        return new Refusing(which, when, times);
    }

    /** Something happens once, beside the step; inside it, the step goes on only when it is {@linkplain Script#release released}. */
    static Script once(Predicate<Script.Step> which, Side side, Script.Happening happening) {
        return switch (side) {
            case When when -> new Once(which, when, happening);
            case Inside inside -> new Held(which, inside.commits(), happening);
        };
    }

    /** Each try of the step waits before its effect: on a busy machine one is given up, since its heartbeat is late, and the next comes. */
    static Script waiting(Predicate<Script.Step> which, Waiting here) {
        return new Script() {
            @Override
            ActivityOutput act(Step step, Supplier<ActivityOutput> real) throws Exception {
                if (which.test(step)) {
                    here.beside(step);
                }
                return real.get();
            }

            @Override
            boolean isDue() {
                return !here.isReached();
            }
        };
    }

    /** Both happen, the first around the second. */
    static Script both(Script outer, Script inner) {
        return new Script() {
            @Override
            ActivityOutput act(Step step, Supplier<ActivityOutput> real) throws Exception {
                return outer.act(step, () -> {
                    try {
                        return inner.act(step, real);
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
            }

            @Override
            void committed(Step step, int nth) {
                outer.committed(step, nth);
                inner.committed(step, nth);
            }

            @Override
            boolean holds() {
                return outer.holds() || inner.holds();
            }

            @Override
            boolean isDue() {
                return outer.isDue() || inner.isDue();
            }

            @Override
            void release() {
                outer.release();
                inner.release();
            }
        };
    }

    private static final class Refusing extends Script {
        private final Predicate<Step> which;
        private final When when;
        private final List<String> refused = new CopyOnWriteArrayList<>();
        private final int times;

        Refusing(Predicate<Step> which, When when, int times) {
            this.which = which;
            this.when = when;
            this.times = times;
        }

        @Override
        ActivityOutput act(Step step, Supplier<ActivityOutput> real) {
            if (!which.test(step) || (refused.size() >= times && !refused.contains(step.type() + step.index()))) {
                return real.get();
            }
            refused.add(step.type() + step.index());
            if (when == When.AFTER_EFFECT) {
                var _ = real.get();
            }
            return new ActivityOutput(StepResult.refused(Failure.SPAWN_REFUSED, "refused by a fact"));
        }
    }

    private static final class Once extends Script {
        private final Predicate<Step> which;
        private final When when;
        private final Seen happening;
        private final AtomicBoolean began = new AtomicBoolean();

        Once(Predicate<Step> which, When when, Happening happening) {
            this.which = which;
            this.when = when;
            this.happening = new Seen(happening);
        }

        @Override
        ActivityOutput act(Step step, Supplier<ActivityOutput> real) throws Exception {
            if (!which.test(step) || !began.compareAndSet(false, true)) {
                return real.get();
            }
            if (when == When.BEFORE_EFFECT) {
                happening.beside(step);
                return real.get();
            }
            ActivityOutput done = real.get();
            happening.beside(step);
            return done;
        }

        @Override
        boolean isDue() {
            return happening.isDue();
        }
    }

    /** Knows whether it has happened; what waits has happened when it waits. */
    private static final class Seen implements Script.Happening {
        private final Script.Happening happening;
        private final AtomicBoolean over = new AtomicBoolean();

        Seen(Script.Happening happening) {
            this.happening = happening;
        }

        @Override
        public void beside(Script.Step step) throws Exception {
            try {
                happening.beside(step);
            } finally {
                over.set(true);
            }
        }

        boolean isDue() {
            return happening instanceof Waiting waiting ? !waiting.isReached() : !over.get();
        }
    }

    /** A process that stops inside a step, like one that has died, and goes on when all is over. */
    private static final class Held extends Script {
        private final Predicate<Step> which;
        private final int commits;
        private final Seen happening;
        private final AtomicBoolean began = new AtomicBoolean();
        private final Waiting held = new Waiting();

        Held(Predicate<Step> which, int commits, Happening happening) {
            this.which = which;
            this.commits = commits;
            this.happening = new Seen(happening);
        }

        @Override
        void committed(Step step, int nth) {
            if (nth != commits || !which.test(step) || !began.compareAndSet(false, true)) {
                return;
            }
            try {
                happening.beside(step);
                held.beside(step);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        boolean holds() {
            return began.get();
        }

        @Override
        boolean isDue() {
            return happening.isDue();
        }

        @Override
        void release() {
            held.release();
        }
    }

    /** Remembers every step, so that all of them can be done once more when the operation is long over. */
    static final class Zombies extends Script {
        private final Script first;
        private final List<Supplier<ActivityOutput>> calls = new CopyOnWriteArrayList<>();

        Zombies(Script first) {
            this.first = first;
        }

        @Override
        ActivityOutput act(Step step, Supplier<ActivityOutput> real) throws Exception {
            calls.add(real);
            return first.act(step, real);
        }

        void wake() {
            List<Supplier<ActivityOutput>> late = List.copyOf(calls);
            late.forEach(Zombies::quietly);
            late.reversed().forEach(Zombies::quietly);
        }

        private static void quietly(Supplier<ActivityOutput> call) {
            try {
                var _ = call.get();
            } catch (RuntimeException e) {
                // Temporal has discarded this try: nobody hears what became of it.
            }
        }
    }

    /** Waits at a step until Temporal has forgotten everything. */
    static final class Waiting implements Script.Happening {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void beside(Script.Step step) throws InterruptedException {
            reached.countDown();
            if (!released.await(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("never released");
            }
        }

        boolean isReached() {
            return reached.getCount() == 0;
        }

        void release() {
            released.countDown();
        }
    }
}
