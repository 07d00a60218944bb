package io.cellplane.db.move;

import static io.cellplane.db.move.MoveWorld.A;
import static io.cellplane.db.move.MoveWorld.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.Database;
import io.cellplane.db.lists.ListReads;
import io.cellplane.db.move.Cutover.Outcome;
import io.cellplane.db.move.Interleaving.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One run of the explorer: a workflow that moves a server, undoes the move or reverts it, whose activities crash, are
 * repeated beside themselves and come late, among writers, readers and listers.
 */
final class MoveRun {
    private static final Destination THERE = new Destination("h2", "nova", MoveWorld.LARGE);
    private static final int ZOMBIES = 3;

    private final MoveWorld world;
    private final Mover mover;
    private final Random random;
    private final Interleaving turns;
    private final Truth truth;
    private final Clients clients;
    private final UUID server;
    private final UUID operation;
    private int zombies;

    MoveRun(MoveWorld world, Mover mover, long seed) {
        this.world = world;
        this.mover = mover;
        this.random = new Random(seed);
        this.turns = new Interleaving(random);
        this.server = new UUID(random.nextLong(), random.nextLong());
        this.operation = new UUID(random.nextLong(), random.nextLong());
        this.truth = new Truth(server);
        this.clients = new Clients(world, truth, Duration.ZERO);
    }

    void run() {
        String project = "p-" + server;
        UUID other = new UUID(random.nextLong(), random.nextLong());
        UUID third = new UUID(random.nextLong(), random.nextLong());
        world.server(server, operation, project, A, true);
        world.server(other, operation, project, A, false);
        world.server(third, operation, project, B, false);
        ListReads lists = new ListReads(world.api, world.cells, Runnable::run);

        turns.actor("mover", false, this::workflow);
        for (int i = 1; i <= 2; i++) {
            String who = "w" + i;
            Random own = new Random(random.nextLong());
            turns.actor(who, false, () -> {
                for (int write = 1; write <= 2; write++) {
                    clients.write(own, who + "." + write);
                }
            });
        }
        turns.actor("r", false, () -> {
            for (int read = 0; read < 3; read++) {
                clients.read();
            }
        });
        int limit = 2 + random.nextInt(2);
        turns.actor("l", false, () -> {
            assertThat(lists.all(project, limit)).containsExactlyInAnyOrder(server, other, third);
        });
        turns.run();
        truth.check(world);
        world.clock.advance(Duration.ofMinutes(1));
    }

    private void workflow() {
        CellMove out = new CellMove(operation, server, A, B, 1);
        int attempt = random.nextInt(8) == 0 ? copyTwice(out) : 1;
        activity(() -> {
            mover.copy(out, attempt, THERE);
            return true;
        });
        if (random.nextInt(4) == 0) {
            int begun = random.nextInt(3);
            for (int i = 1; i <= begun; i++) {
                int cut = i;
                abandoned(() -> mover.cutOver(out, cut));
            }
            if (activity(() -> mover.undo(out, begun))) {
                activity(() -> {
                    mover.undoCopy(out, attempt);
                    return true;
                });
                return;
            }
        }
        cutOver(out);
        switch (random.nextInt(4)) {
            case 0 -> erase(A, out);
            case 1 -> {
                erase(A, out);
                back(new CellMove(new UUID(random.nextLong(), random.nextLong()), server, B, A, 2));
            }
            case 2, 3 -> back(new CellMove(new UUID(random.nextLong(), random.nextLong()), server, B, A, 2));
            default -> {}
        }
    }

    private int copyTwice(CellMove out) {
        abandoned(() -> {
            mover.copy(out, 1, THERE);
            return true;
        });
        activity(() -> mover.undo(out, 0));
        activity(() -> {
            mover.undoCopy(out, 1);
            return true;
        });
        return 2;
    }

    /** A revert into the copy that was left, or a second move over it. */
    private void back(CellMove back) {
        Database admitted = world.cells.of(B).database();
        Interleaving.aside(() -> admitted.write(() -> new Sql(admitted)
                .update("update instances set operation = ? where uuid = ?", List.of(back.operation(), server))));
        boolean left = Interleaving.aside(
                () -> world.cells.of(A).servers().find(server).isPresent());
        boolean merge = left && random.nextBoolean();
        activity(() -> {
            if (merge) {
                mover.merge(back, 1, 1);
            } else {
                mover.copy(back, 1, null);
            }
            return true;
        });
        cutOver(back);
        if (random.nextBoolean()) {
            erase(B, back);
        }
    }

    private void erase(String cell, CellMove move) {
        assertThat(activity(() -> mover.erase(cell, move))).isTrue();
    }

    private void cutOver(CellMove move) {
        for (int attempt = 1; ; attempt++) {
            int now = attempt;
            if (random.nextInt(10) == 0) {
                abandoned(() -> mover.cutOver(move, now));
                continue;
            }
            if (activity(() -> mover.cutOver(move, now)) != Outcome.LATER) {
                return;
            }
        }
    }

    /** Repeated until it has ended well; whoever is given up may still be at work. */
    private <T> T activity(Callable<T> work) {
        while (true) {
            T result = attempt(work, 60);
            if (result != null) {
                return result;
            }
        }
    }

    /** Begun, and given up after a while, whatever became of it. */
    private void abandoned(Callable<?> work) {
        attempt(work, 3);
    }

    private <T> @Nullable T attempt(Callable<T> work, int patience) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        List<Throwable> broken = new ArrayList<>();
        Actor activity = turns.actor("m", true, () -> {
            try {
                result.set(work.call());
            } catch (AssertionError e) {
                broken.add(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (!activity.hasEnded()) {
            Interleaving.boundary();
            if (random.nextInt(100) == 0) {
                world.clock.advance(Duration.ofSeconds(6));
            }
            if (zombies < ZOMBIES && random.nextInt(patience) == 0) {
                zombies++;
                return null;
            }
        }
        broken.forEach(error -> {
            throw (AssertionError) error;
        });
        return result.get();
    }
}
