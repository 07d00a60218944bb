package io.cellplane.db.move;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Actors that take turns at the boundaries of transactions: one runs at a time, until it is about to begin its next
 * transaction, and who is next comes from the seed alone. So a run can be repeated exactly.
 */
final class Interleaving {
    private static final ThreadLocal<@Nullable Actor> CURRENT = new ThreadLocal<>();
    private static final int ENDLESS = 20_000;

    private final Random random;
    private final List<Actor> actors = new ArrayList<>();
    private final Semaphore back = new Semaphore(0);
    private final StringBuilder story = new StringBuilder();
    private @Nullable Throwable failure;
    private @Nullable Actor favourite;
    private int favour;

    Interleaving(Random random) {
        this.random = random;
    }

    /** The process dies here. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crash", null, false, false);
        }
    }

    /** What becomes of the transaction that begins now. */
    enum Fate {
        COMMITS,
        /** The connection drops before the commit. */
        DROPS,
        /** The connection drops after it: the answer is lost. */
        ANSWER_LOST
    }

    final class Actor {
        private final String name;
        private final boolean mortal;
        private final Semaphore go = new Semaphore(0);
        private volatile boolean ended;
        private @Nullable Throwable end;

        Actor(String name, boolean mortal, Runnable program) {
            this.name = name;
            this.mortal = mortal;
            Thread.ofVirtual().name(name).start(() -> {
                go.acquireUninterruptibly();
                CURRENT.set(this);
                try {
                    program.run();
                } catch (Throwable e) {
                    end = e;
                    if (!mortal && failure == null) {
                        failure = e;
                    }
                }
                ended = true;
                back.release();
            });
        }

        Interleaving owner() {
            return Interleaving.this;
        }

        boolean hasEnded() {
            return ended;
        }

        @Nullable Throwable end() {
            return end;
        }
    }

    /** @param mortal whether it may crash, or fail, without the run having failed */
    Actor actor(String name, boolean mortal, Runnable program) {
        Actor actor = new Actor(name, mortal, program);
        actors.add(actor);
        return actor;
    }

    /** Lets others go first; called where a transaction begins. */
    static Fate boundary() {
        Actor actor = CURRENT.get();
        return actor == null ? Fate.COMMITS : actor.owner().turn(actor);
    }

    /** A look at the databases that is no part of the run. */
    static <T> T aside(Supplier<T> look) {
        Actor actor = CURRENT.get();
        CURRENT.remove();
        try {
            return look.get();
        } finally {
            CURRENT.set(actor);
        }
    }

    private Fate turn(Actor actor) {
        back.release();
        actor.go.acquireUninterruptibly();
        if (failure != null) {
            throw new Crash();
        }
        if (!actor.mortal) {
            return Fate.COMMITS;
        }
        int fate = random.nextInt(120);
        if (fate < 4) {
            story.append(" !").append(actor.name);
            throw new Crash();
        }
        return fate == 4 ? Fate.DROPS : fate == 5 ? Fate.ANSWER_LOST : Fate.COMMITS;
    }

    /** @throws AssertionError with the story, when an actor that may not fail did */
    void run() {
        int turns = 0;
        while (true) {
            actors.removeIf(Actor::hasEnded);
            if (actors.isEmpty()) {
                break;
            }
            if (turns++ > ENDLESS && failure == null) {
                failure = new AssertionError("it does not come to an end");
            }
            Actor next = next();
            story.append(' ').append(next.name);
            next.go.release();
            back.acquireUninterruptibly();
        }
        if (failure != null) {
            throw new AssertionError("after" + story, failure);
        }
    }

    /** Mostly anybody; at times one runs ahead for a while, so that the others stall. */
    private Actor next() {
        Actor ahead = favourite;
        if (favour > 0 && ahead != null && !ahead.hasEnded()) {
            favour--;
            return ahead;
        }
        Actor next = actors.get(random.nextInt(actors.size()));
        if (random.nextInt(12) == 0) {
            favourite = next;
            favour = random.nextInt(25);
        }
        return next;
    }
}
