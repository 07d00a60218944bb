package io.cellplane.db.move;

import io.cellplane.db.move.Cutover.Outcome;
import org.jspecify.annotations.Nullable;

/** What the explorer calls to move records: the real steps, or ones with a fault to see that it is found. */
interface Mover {
    void copy(Move move, int attempt, @Nullable Destination at);

    void undoCopy(Move move, int attempt);

    void merge(Move move, int attempt, long left);

    Outcome cutOver(Move move, int attempt);

    boolean undo(Move move, int attempts);

    boolean erase(String cell, Move move);

    /** The real ones. */
    record Real(RecordMove records, Cutover cutover) implements Mover {
        @Override
        public void copy(Move move, int attempt, @Nullable Destination at) {
            records.copy(move, attempt, at).orRefuse();
        }

        @Override
        public void undoCopy(Move move, int attempt) {
            records.undoCopy(move, attempt);
        }

        @Override
        public void merge(Move move, int attempt, long left) {
            records.merge(move, attempt, left).orRefuse();
        }

        @Override
        public Outcome cutOver(Move move, int attempt) {
            return cutover.cutOver(move, attempt);
        }

        @Override
        public boolean undo(Move move, int attempts) {
            return cutover.undo(move, attempts);
        }

        @Override
        public boolean erase(String cell, Move move) {
            return records.erase(cell, move.server(), move.generation());
        }
    }
}
