package io.cellplane.db.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.testing.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The move on real databases, its steps interleaved with everything else at the boundaries of transactions. A failure
 * names its seed: {@code -Dcellplane.seed=… -Dcellplane.runs=1} repeats it; {@code -Dcellplane.runs=100000} is the long
 * form.
 */
class MoveExplorerTest {
    private static final int AT_ONCE = 4;
    private static final TestControlLevel DATABASES = MoveWorld.databases("explorer");
    private static final List<MoveWorld> WORLDS =
            IntStream.range(0, AT_ONCE).mapToObj(i -> new MoveWorld(DATABASES)).toList();

    @AfterAll
    static void close() {
        WORLDS.forEach(MoveWorld::close);
        DATABASES.close();
    }

    @Test
    void whatever_the_order_one_copy_counts_and_nothing_is_lost() throws Exception {
        long first = seed();
        int runs = Integer.getInteger("cellplane.runs", Sample.isWhole() ? 2_000 : 40);
        AtomicInteger next = new AtomicInteger();
        long began = System.nanoTime();
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (MoveWorld world : WORLDS) {
                all.add(workers.submit(() -> {
                    for (int run = next.getAndIncrement(); run < runs; run = next.getAndIncrement()) {
                        explore(world, real(world), first + run);
                    }
                }));
            }
            for (Future<?> worker : all) {
                worker.get();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("%d runs from seed %d in %.1f s: %.0f/s%n", runs, first, seconds, runs / seconds);
    }

    private static long seed() {
        return Long.getLong("cellplane.seed", new Random().nextLong());
    }

    private static Mover real(MoveWorld world) {
        CellMoveSteps records = new CellMoveSteps(world.api, world.cells);
        return new Mover.Real(records, new Cutover(world.api, records, Duration.ofSeconds(5), Runnable::run));
    }

    private static void explore(MoveWorld world, Mover mover, long seed) {
        try {
            new MoveRun(world, mover, seed).run();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /**
     * How many runs it takes to see the fault.
     *
     * @param nth tells its servers from those of others at the same seed
     */
    private static int findsWithin(int runs, int nth, BiFunction<MoveWorld, Mover, Mover> faulty) {
        long first = seed() ^ ((long) nth << Integer.SIZE);
        MoveWorld world = WORLDS.getFirst();
        for (int run = 0; run < runs; run++) {
            try {
                explore(world, faulty.apply(world, real(world)), first + run);
            } catch (AssertionError found) {
                System.out.println("found after " + (run + 1) + " runs from seed " + first + ": " + root(found));
                return run + 1;
            }
        }
        return 0;
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    @Test
    void a_mover_that_flips_without_seal_is_found() {
        assertThat(findsWithin(200, 1, FlipWithoutSeal::new)).isPositive();
    }

    @Test
    void a_mover_whose_late_delta_overwrites_an_open_copy_is_found() {
        assertThat(findsWithin(200, 2, LateDelta::new)).isPositive();
    }

    private record FlipWithoutSeal(MoveWorld world, Mover real) implements Faulty {
        @Override
        public Cutover.Outcome cutOver(CellMove move, int attempt) {
            CellMoveSteps records = new CellMoveSteps(world.api, world.cells);
            records.flip(move, 1).orRefuse();
            records.open(move, 1).orRefuse();
            new CloseAnyway(world).close(move);
            return Cutover.Outcome.MOVED;
        }
    }

    /** Its own repeat of the delta looks at nothing before it writes. */
    private record LateDelta(MoveWorld world, Mover real) implements Faulty {
        @Override
        public Cutover.Outcome cutOver(CellMove move, int attempt) {
            var source = world.cells.of(move.from()).database();
            var target = world.cells.of(move.to()).database();
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

    /** So that what is found is the write that was lost, not the copy that was left open. */
    private record CloseAnyway(MoveWorld world) {
        void close(CellMove move) {
            var source = world.cells.of(move.from()).database();
            source.run(() -> new Sql(source)
                    .update("update instances set move_state = 'departed' where uuid = ?", List.of(move.server())));
        }
    }

    private interface Faulty extends Mover {
        Mover real();

        @Override
        default void copy(CellMove move, int attempt, @Nullable Destination at) {
            real().copy(move, attempt, at);
        }

        @Override
        default void undoCopy(CellMove move, int attempt) {
            real().undoCopy(move, attempt);
        }

        @Override
        default void merge(CellMove move, int attempt, long left) {
            real().merge(move, attempt, left);
        }

        @Override
        default Cutover.Outcome cutOver(CellMove move, int attempt) {
            return real().cutOver(move, attempt);
        }

        @Override
        default boolean undo(CellMove move, int attempts) {
            return real().undo(move, attempts);
        }

        @Override
        default boolean erase(String cell, CellMove move) {
            return real().erase(cell, move);
        }
    }
}
