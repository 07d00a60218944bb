package io.cellplane.db.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.TagRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.lists.ServerReads;
import io.cellplane.db.lists.ServerReads.Found;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Those who write and read a server while it moves, as the API does; each method is one request. */
final class Clients {
    private final MoveWorld world;
    private final Truth truth;
    private final ServerReads reads;
    private final RecordWrites writes;

    Clients(MoveWorld world, Truth truth, Duration poll) {
        this.world = world;
        this.truth = truth;
        this.reads = new ServerReads(world.api, world.cells);
        this.writes = new RecordWrites(world.cells, Duration.ofSeconds(60), poll);
    }

    void write(Random random, String who) {
        Runnable acknowledged = writes.write(() -> here(), (cell, row) -> change(random, who, cell, row));
        acknowledged.run();
    }

    /** Nobody may be told that it is done unless it was done where the server is. */
    private Runnable change(Random random, String who, CellDatabase cell, ServerRow row) {
        MappingRow mapping =
                Interleaving.aside(() -> world.api.mappings().find(truth.server).orElseThrow());
        assertThat(cell.cell()).as("the cell that takes the write").isEqualTo(mapping.cell());
        UUID uuid = row.uuid();
        var now = world.clock.instant();
        return switch (random.nextInt(6)) {
            case 0 -> {
                assertThat(cell.servers().describe(uuid, row.generation(), who, null, null, null, false, now))
                        .isEqualTo(1);
                yield () -> truth.named(who);
            }
            case 1 -> {
                cell.metadata().put(uuid, who, "set");
                yield () -> truth.put(who, "set");
            }
            case 2 -> {
                cell.metadata().remove(uuid, "origin");
                yield () -> truth.removed("origin");
            }
            case 3 -> {
                cell.tags().saveAll(List.of(new TagRow(uuid, who)));
                yield () -> truth.tagged(who);
            }
            case 4 -> {
                boolean locked = random.nextBoolean();
                assertThat(cell.servers().setLock(uuid, row.generation(), locked, "owner", null, now))
                        .isEqualTo(1);
                yield () -> truth.locked(locked);
            }
            default -> {
                MoveWorld.action(cell, uuid, "req-" + who, now);
                yield () -> truth.requested("req-" + who);
            }
        };
    }

    /**
     * The same beside other threads: an answer comes some time after its commit, so that of two that write the same
     * the order is not known; what is written here is nobody else's.
     */
    void writeOwn(Random random, String who) {
        int kind = 1 + random.nextInt(3);
        Runnable acknowledged = writes.write(() -> here(), (cell, row) -> own(kind, who, cell, row));
        acknowledged.run();
    }

    private Runnable own(int kind, String who, CellDatabase cell, ServerRow row) {
        UUID uuid = row.uuid();
        return switch (kind) {
            case 1 -> {
                cell.metadata().put(uuid, who, "set");
                yield () -> truth.put(who, "set");
            }
            case 2 -> {
                if (cell.tags().of(uuid).stream().noneMatch(tag -> tag.tag().equals(who))) {
                    cell.tags().saveAll(List.of(new TagRow(uuid, who)));
                }
                yield () -> truth.tagged(who);
            }
            default -> {
                if (cell.actions().find(uuid, "req-" + who).isEmpty()) {
                    MoveWorld.action(cell, uuid, "req-" + who, world.clock.instant());
                }
                yield () -> truth.requested("req-" + who);
            }
        };
    }

    void find() {
        here();
    }

    void read() {
        int before = truth.now();
        String name = here().server().row().displayName();
        assertThat(name).as("the name that is read").isIn(truth.namesSince(before));
    }

    private Found.Here here() {
        Found found = reads.find(truth.server, false);
        assertThat(found).as("a live server").isInstanceOf(Found.Here.class);
        return (Found.Here) found;
    }
}
