package io.cellplane.db.move;

import static io.cellplane.db.move.MoveWorld.A;
import static io.cellplane.db.move.MoveWorld.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.Database;
import io.cellplane.db.lists.ListReads;
import io.cellplane.db.move.Cutover.Outcome;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.testing.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Real threads, real locks: a server moves there and back as fast as it can, while others write, read and list it.
 * {@code -Dcellplane.moves=…} sets how often.
 */
class MoveRacesTest {
    private static final int MOVES = Integer.getInteger("cellplane.moves", Sample.isWhole() ? 200 : 20);

    @Test
    void a_server_that_moves_there_and_back_loses_nothing_and_is_always_there_once() throws Exception {
        long seed = Long.getLong("cellplane.seed", new Random().nextLong());
        System.out.println("MoveRacesTest seed " + seed);
        Random random = new Random(seed);
        try (TestControlLevel databases = MoveWorld.databases("races");
                MoveWorld world = new MoveWorld(databases);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            UUID server = UUID.randomUUID();
            UUID other = UUID.randomUUID();
            String project = "p-" + server;
            world.server(server, UUID.randomUUID(), project, A, true);
            world.server(other, UUID.randomUUID(), project, B, false);
            Truth truth = new Truth(server);
            ListReads lists = new ListReads(world.api, world.cells, null);
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger written = new AtomicInteger();
            AtomicInteger read = new AtomicInteger();
            AtomicInteger listed = new AtomicInteger();
            List<Future<?>> others = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                String who = "w" + i + ".";
                Random own = new Random(random.nextLong());
                Clients clients = new Clients(world, truth, Duration.ofMillis(1));
                others.add(threads.submit(() -> {
                    while (!over.get()) {
                        clients.writeOwn(own, who + own.nextInt(1000));
                        written.incrementAndGet();
                    }
                }));
            }
            Clients reader = new Clients(world, truth, Duration.ofMillis(1));
            others.add(threads.submit(() -> {
                while (!over.get()) {
                    reader.find();
                    read.incrementAndGet();
                }
            }));
            others.add(threads.submit(() -> {
                while (!over.get()) {
                    assertThat(lists.all(project, 2)).containsExactlyInAnyOrder(server, other);
                    listed.incrementAndGet();
                }
            }));
            try {
                for (int move = 1; move <= MOVES; move++) {
                    move(world, server, move, random);
                    assertThat(others).noneMatch(Future::isDone);
                }
            } finally {
                over.set(true);
            }
            for (Future<?> one : others) {
                one.get();
            }
            truth.check(world);
            System.out.printf(
                    "%d moves beside %d writes, %d reads, %d lists%n", MOVES, written.get(), read.get(), listed.get());
        }
    }

    /** There and back; at times over a copy that was left, at times with a merge into it, at times beside itself. */
    private static void move(MoveWorld world, UUID server, long generation, Random random) throws Exception {
        String from = generation % 2 == 1 ? A : B;
        String to = generation % 2 == 1 ? B : A;
        CellMove move = new CellMove(UUID.randomUUID(), server, from, to, generation);
        Database admitted = world.cells.of(from).database();
        admitted.run(() -> new Sql(admitted)
                .update("update instances set operation = ? where uuid = ?", List.of(move.operation(), server)));
        CellMoveSteps records = new CellMoveSteps(world.api, world.cells);
        Cutover cutover = new Cutover(world.api, world.cells, Duration.ofSeconds(5));
        if (generation > 1 && random.nextBoolean()) {
            assertThat(records.merge(move, 1, generation - 1).isDone()).isTrue();
        } else {
            if (random.nextBoolean()) {
                assertThat(records.erase(to, server, generation - 1)).isTrue();
            }
            assertThat(records.copy(move, 1, null).isDone()).isTrue();
        }
        for (int attempt = 1; ; attempt++) {
            int now = attempt;
            try (ExecutorService beside = Executors.newCachedThreadPool()) {
                Future<Outcome> twin = beside.submit(() -> cutover.cutOver(move, now));
                Outcome one = cutover.cutOver(move, now);
                Outcome other = twin.get();
                if (one != Outcome.LATER || other != Outcome.LATER) {
                    return;
                }
            }
        }
    }
}
