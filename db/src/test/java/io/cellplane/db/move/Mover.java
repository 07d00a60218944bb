package io.cellplane.db.move;

import io.cellplane.db.move.Cutover.Outcome;
import org.jspecify.annotations.Nullable;

/** What the explorer calls to move records: the real steps, or ones with a fault to see that it is found. */
interface Mover {
    void copy(CellMove move, int attempt, @Nullable Destination at);

    void undoCopy(CellMove move, int attempt);

    void merge(CellMove move, int attempt, long left);

    Outcome cutOver(CellMove move, int attempt);

    boolean undo(CellMove move, int attempts);

    boolean erase(String cell, CellMove move);

    /** The real ones. */
    record Real(CellMoveSteps records, Cutover cutover) implements Mover {
        @Override
        public void copy(CellMove move, int attempt, @Nullable Destination at) {
            records.copy(move, attempt, at).orRefuse();
        }

        @Override
        public void undoCopy(CellMove move, int attempt) {
            records.undoCopy(move, attempt);
        }

        @Override
        public void merge(CellMove move, int attempt, long left) {
            records.merge(move, attempt, left).orRefuse();
        }

        @Override
        public Outcome cutOver(CellMove move, int attempt) {
            return cutover.cutOver(move, attempt);
        }

        @Override
        public boolean undo(CellMove move, int attempts) {
            return cutover.undo(move, attempts);
        }

        @Override
        public boolean erase(String cell, CellMove move) {
            return records.erase(cell, move.server(), move.generation());
        }
    }
}
