package io.cellplane.db.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The move on real databases, its steps interleaved with everything else at the boundaries of transactions. A failure
 * names its seed: {@code -Dcellplane.seed=… -Dcellplane.runs=1} repeats it; {@code -Dcellplane.runs=100000} is the long
 * form.
 */
class MoveExplorerTest {
    private static final MoveWorld WORLD = new MoveWorld("explorer");

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void whateverTheOrderOneCopyCountsAndNothingIsLost() {
        long first = Long.getLong("cellplane.seed", new Random().nextLong());
        int runs = Integer.getInteger("cellplane.runs", 1000);
        long began = System.nanoTime();
        for (int run = 0; run < runs; run++) {
            explore(real(), first + run);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("%d runs from seed %d in %.1f s: %.0f/s%n", runs, first, seconds, runs / seconds);
    }

    static Mover real() {
        return new Mover.Real(
                new RecordMove(WORLD.api, WORLD.cells),
                new Cutover(
                        WORLD.api,
                        new RecordMove(WORLD.api, WORLD.cells),
                        Duration.ofSeconds(5),
                        Runnable::run));
    }

    private static void explore(Mover mover, long seed) {
        try {
            new MoveRun(WORLD, mover, seed).run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /** How many runs it takes to see the fault. */
    static int findsWithin(int runs, Function<Mover, Mover> faulty) {
        long first = Long.getLong("cellplane.seed", new Random().nextLong());
        for (int run = 0; run < runs; run++) {
            try {
                explore(faulty.apply(real()), first + run);
            } catch (AssertionError found) {
                System.out.println("found after " + (run + 1) + " runs from seed " + first);
                return run + 1;
            }
        }
        return 0;
    }

    @Test
    void aMoverThatFlipsWithoutSealIsFound() {
        assertThat(findsWithin(200, FlipWithoutSeal::new)).isPositive();
    }

    @Test
    void aMoverWhoseLateDeltaOverwritesAnOpenCopyIsFound() {
        assertThat(findsWithin(200, LateDelta::new)).isPositive();
    }

    private record FlipWithoutSeal(Mover real) implements Faulty {
        @Override
        public Cutover.Outcome cutOver(Move move, int attempt) {
            RecordMove records = new RecordMove(WORLD.api, WORLD.cells);
            records.flip(move, attempt).orRefuse();
            records.open(move, attempt).orRefuse();
            return Cutover.Outcome.MOVED;
        }
    }

    /** Its own repeat of the delta looks at nothing before it writes. */
    private record LateDelta(Mover real) implements Faulty {
        @Override
        public Cutover.Outcome cutOver(Move move, int attempt) {
            var source = WORLD.cells.steps(move.from()).database();
            var target = WORLD.cells.steps(move.to()).database();
            RecordImage stale = source.read(() -> new RecordStore(source).read(move.server()));
            Cutover.Outcome outcome = real.cutOver(move, attempt);
            target.run(() -> {
                RecordStore store = new RecordStore(target);
                RecordImage now = store.read(move.server());
                store.write(move.server(), now, stale.into(now, Import.DELTA));
            });
            return outcome;
        }
    }

    private interface Faulty extends Mover {
        Mover real();

        @Override
        default void copy(Move move, int attempt, @org.jspecify.annotations.Nullable Destination at) {
            real().copy(move, attempt, at);
        }

        @Override
        default void undoCopy(Move move, int attempt) {
            real().undoCopy(move, attempt);
        }

        @Override
        default void merge(Move move, int attempt, long left) {
            real().merge(move, attempt, left);
        }

        @Override
        default Cutover.Outcome cutOver(Move move, int attempt) {
            return real().cutOver(move, attempt);
        }

        @Override
        default boolean undo(Move move, int attempts) {
            return real().undo(move, attempts);
        }

        @Override
        default boolean erase(String cell, Move move) {
            return real().erase(cell, move);
        }
    }
}
