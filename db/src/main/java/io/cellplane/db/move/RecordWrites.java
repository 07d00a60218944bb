package io.cellplane.db.move;

import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.lists.ServerReads.Found;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes of those who do not move the server: to its record, and to all that hangs from it. Each first locks the record
 * and makes sure that this copy counts and takes writes; one that is on the move is waited for, without a connection.
 */
public final class RecordWrites {
    private static final Duration POLL = Duration.ofMillis(50);

    private final CellDatabases cells;
    private final Duration patience;
    private final Duration poll;

    /** @param patience how long a sealed or arriving copy is waited for */
    public RecordWrites(CellDatabases cells, Duration patience) {
        this(cells, patience, POLL);
    }

    RecordWrites(CellDatabases cells, Duration patience, Duration poll) {
        this.cells = cells;
        this.patience = patience;
        this.poll = poll;
    }

    /** A change in a cell's database, in a transaction that holds the server's row: it counts and takes writes. */
    public interface Change<T> {
        T in(CellDatabase cell, ServerRow row);
    }

    /** It is still on the move; its row as it was seen last, if any was. */
    public static final class OnTheMove extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable ServerRow row;

        OnTheMove(@Nullable ServerRow row) {
            super("the record is on the move", null, false, false);
            this.row = row;
        }

        /** What is being done to it. */
        public @Nullable String taskState() {
            return row == null ? null : row.taskState();
        }
    }

    /**
     * Writes where the server is.
     *
     * @param find reads the mapping and the record, again for each try; refuses what it must not find
     * @throws OnTheMove when it was on the move for as long as it was waited for
     */
    public <T> T write(Supplier<Found.Here> find, Change<T> change) {
        long began = System.nanoTime();
        for (; ; ) {
            Found.Here here = find.get();
            CellDatabase cell = cells.of(String.valueOf(here.server().cell()));
            Try<T> tried = cell.database().write(() -> {
                ServerRow row = cell.servers().lock(here.mapping().uuid()).orElse(null);
                if (row == null
                        || row.generation() != here.mapping().generation()
                        || row.moveState() != null
                        || row.deleted()) {
                    return new OnItsWay<>(row);
                }
                return new Written<>(change.in(cell, row));
            });
            if (tried instanceof Written<T> written) {
                return written.value();
            }
            if (System.nanoTime() - began > patience.toNanos()) {
                throw new OnTheMove(tried instanceof OnItsWay<T> moving ? moving.row() : null);
            }
            LockSupport.parkNanos(poll.toNanos());
        }
    }

    private sealed interface Try<T> {}

    private record Written<T>(T value) implements Try<T> {}

    private record OnItsWay<T>(@Nullable ServerRow row) implements Try<T> {}
}
