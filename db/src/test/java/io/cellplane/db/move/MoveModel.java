package io.cellplane.db.move;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The steps of a move in memory, small enough that all orders of them can be tried: three runs of the cutover (two of one
 * attempt, one of the next), each of which may break off anywhere or leave its delta behind, and an undo, among writers,
 * a reader and a lister. A value is the set of writes that a copy holds, as bits.
 */
final class MoveModel {
    /** What a mover, a writer or a lister might do wrong. */
    enum Fault {
        FLIPS_WITHOUT_SEAL,
        LIFTS_THE_SEAL_FIRST,
        DELTA_WITHOUT_LEDGER,
        LATE_DELTA_OF_AN_EARLIER_ATTEMPT,
        WRITES_WITHOUT_THE_LOCK,
        UNDOES_WITHOUT_BARRING,
        LISTS_WHAT_IT_MET_ONLY
    }

    // One copy each: generation (0: none), state, value.
    static final int OPEN = 0;
    static final int ARRIVING = 1;
    static final int SEALED = 2;
    static final int DEPARTED = 3;
    private static final int NONE = 0;
    private static final int DONE = 1;
    private static final int UNDONE = 2;
    private static final int END = 99;

    private final Set<Fault> faults;
    private final List<AllOrders.Program> processes = new ArrayList<>();
    private int size = COPIED + 1;
    private boolean copies;

    private static final int MAPPED = 0; // 0: A at generation 1, 1: B at generation 2
    private static final int ACKNOWLEDGED = 1;
    private static final int BROKEN = 2;
    private static final int ROWS = 3; // generation, state, value of A; the same of B
    private static final int LEDGER = 9; // of each of two attempts: seal, delta, flip
    private static final int COPIED = 15;

    MoveModel(Fault... faults) {
        this.faults = faults.length == 0 ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(List.of(faults));
    }

    /** Begins without a copy, which comes at any time; else it is there from the beginning. */
    MoveModel copy() {
        copies = true;
        processes.add((state, into) -> {
            if (state[COPIED] == 0 && row(state, 0, 1, OPEN)) {
                char[] next = state.clone();
                next[COPIED] = 1;
                next[ROWS + 3] = 2;
                next[ROWS + 4] = ARRIVING;
                next[ROWS + 5] = state[ROWS + 2];
                into.add(next);
            }
        });
        return this;
    }

    MoveModel run(int attempt) {
        int at = size;
        size += 4; // where it stands, what it exported, a delta left behind, and what that had exported
        processes.add((state, into) -> cutover(state, at, attempt, into));
        processes.add((state, into) -> {
            if (state[at + 2] == 1) {
                char[] next = state.clone();
                next[at + 2] = 2;
                bring(next, attempt, state[at + 3]);
                into.add(next);
            }
        });
        return this;
    }

    private void cutover(char[] state, int at, int attempt, List<char[]> into) {
        if (state[COPIED] == 0) {
            return;
        }
        char[] next = state.clone();
        int seal = ledger(attempt);
        int flip = seal + 2;
        int pc = state[at];
        switch (pc) {
            case 0 -> next[at] = (char) (attempt == 1 ? 2 : 10);
            case 10 -> next[at] = (char) (bar(next, 1) ? 11 : 7);
            case 11 -> {
                unseal(next, 1);
                next[at] = 2;
            }
            case 2 -> next[at] = (char) (state[MAPPED] == 1 ? 7 : 3);
            case 3 -> {
                if (faults.contains(Fault.FLIPS_WITHOUT_SEAL)) {
                    next[at] = 4;
                } else if (state[seal] == DONE) {
                    next[at] = 4;
                } else if (state[seal] == UNDONE) {
                    next[at] = 8;
                } else if (row(state, 0, 1, OPEN)) {
                    next[ROWS + 1] = SEALED;
                    next[seal] = DONE;
                    next[at] = 4;
                } else {
                    next[at] = END;
                }
            }
            case 4 -> {
                boolean ready = faults.contains(Fault.FLIPS_WITHOUT_SEAL) || row(state, 0, 1, SEALED);
                if (state[seal + 1] == DONE) {
                    next[at] = 6;
                } else if (state[seal + 1] != NONE || !ready) {
                    next[at] = 8;
                } else {
                    next[at + 1] = state[ROWS + 2];
                    next[at] = 5;
                }
            }
            case 5 -> {
                char[] late = state.clone(); // it takes too long: left behind
                late[at] = 8;
                late[at + 2] = 1;
                late[at + 3] = state[at + 1];
                into.add(late);
                next[at] = (char) (bring(next, attempt, state[at + 1]) ? 6 : 8);
            }
            case 6 -> {
                if (state[flip] == UNDONE) {
                    next[at] = 8;
                } else {
                    next[flip] = DONE;
                    next[MAPPED] = 1;
                    next[at] = 7;
                }
            }
            case 7 -> {
                if (row(state, 1, 2, ARRIVING)) {
                    next[ROWS + 4] = OPEN;
                }
                next[at] = 9;
            }
            case 9 -> {
                if (state[ROWS] == 1 && (state[ROWS + 1] == SEALED || faults.contains(Fault.FLIPS_WITHOUT_SEAL))) {
                    next[ROWS + 1] = DEPARTED;
                }
                next[at] = END;
            }
            case 8 -> {
                if (faults.contains(Fault.LIFTS_THE_SEAL_FIRST)) {
                    unseal(next, attempt);
                    next[at] = 13;
                } else {
                    next[at] = (char) (bar(next, attempt) ? 12 : 7);
                }
            }
            case 13 -> next[at] = (char) (bar(next, attempt) ? END : 7);
            case 12 -> {
                unseal(next, attempt);
                next[at] = END;
            }
            default -> {
                return;
            }
        }
        into.add(next);
    }

    /** The way back of a workflow that has given up. */
    MoveModel undo() {
        int at = size++;
        processes.add((state, into) -> {
            if (state[COPIED] == 0) {
                return;
            }
            char[] next = state.clone();
            int pc = state[at];
            switch (pc) {
                case 0, 2 -> {
                    boolean barred = faults.contains(Fault.UNDOES_WITHOUT_BARRING) || bar(next, pc == 0 ? 1 : 2);
                    next[at] = (char) (barred ? pc + 1 : END);
                }
                case 1, 3 -> {
                    unseal(next, pc == 1 ? 1 : 2);
                    next[at]++;
                }
                case 4 -> {
                    if (row(state, 1, 2, ARRIVING)) {
                        next[ROWS + 3] = 0;
                        next[ROWS + 4] = 0;
                        next[ROWS + 5] = 0;
                    }
                    next[at] = END;
                }
                default -> {
                    return;
                }
            }
            into.add(next);
        });
        return this;
    }

    /** Confirms: erases the copy that lost. */
    MoveModel erase() {
        processes.add((state, into) -> {
            if (state[MAPPED] == 1 && state[ROWS] != 0 && state[ROWS + 1] != OPEN) {
                char[] next = state.clone();
                next[ROWS] = 0;
                next[ROWS + 1] = 0;
                next[ROWS + 2] = 0;
                into.add(next);
            }
        });
        return this;
    }

    /** Reads the mapping, stalls for as long as it likes, then writes there under what it has read. */
    MoveModel writer(int bit) {
        int at = size;
        size += 2;
        processes.add((state, into) -> {
            char[] next = state.clone();
            int cell = state[at + 1];
            switch (state[at]) {
                case 0 -> {
                    next[at + 1] = state[MAPPED];
                    next[at] = 1;
                }
                case 1 -> {
                    boolean counts = row(state, cell, cell + 1, OPEN);
                    next[at] = (char) (!counts ? 0 : faults.contains(Fault.WRITES_WITHOUT_THE_LOCK) ? 2 : END);
                    if (next[at] == END) {
                        acknowledge(next, cell, bit);
                    }
                }
                case 2 -> {
                    acknowledge(next, cell, bit);
                    next[at] = END;
                }
                default -> {
                    return;
                }
            }
            into.add(next);
        });
        return this;
    }

    private static void acknowledge(char[] next, int cell, int bit) {
        next[ROWS + 3 * cell + 2] |= (char) (1 << bit);
        next[ACKNOWLEDGED] |= (char) (1 << bit);
    }

    /** Reads the mapping, then the record there; again when it is not there. */
    MoveModel reader() {
        int at = size;
        size += 3;
        processes.add((state, into) -> {
            char[] next = state.clone();
            int cell = state[at + 1];
            if (state[at] == 0) {
                next[at + 1] = state[MAPPED];
                next[at] = 1;
            } else if (state[at] == 1) {
                boolean found = state[ROWS + 3 * cell] == cell + 1;
                next[at] = (char) (found ? END : 0);
                next[at + 2]++;
                if (next[at + 2] > 2) {
                    next[BROKEN] = 1;
                }
            } else {
                return;
            }
            into.add(next);
        });
        return this;
    }

    /** Reads one cell, then the other, then the mapping; looks where that says for what it has not met there. */
    MoveModel lister(int first) {
        int at = size;
        size += 3; // where it stands, which generations it met, the mapping it read
        processes.add((state, into) -> {
            char[] next = state.clone();
            switch (state[at]) {
                case 0, 1 -> {
                    int cell = state[at] == 0 ? first : 1 - first;
                    if (state[ROWS + 3 * cell] == cell + 1) {
                        next[at + 1] |= (char) (1 << cell);
                    }
                    next[at]++;
                }
                case 2 -> {
                    next[at + 2] = state[MAPPED];
                    boolean met = (state[at + 1] & 1 << state[MAPPED]) != 0;
                    if (met) {
                        next[at] = END;
                    } else if (faults.contains(Fault.LISTS_WHAT_IT_MET_ONLY) && state[at + 1] == 0) {
                        next[BROKEN] = 1;
                        next[at] = END;
                    } else {
                        next[at] = 3;
                    }
                }
                case 3 -> {
                    boolean there = state[ROWS + 3 * state[at + 2]] == state[at + 2] + 1;
                    next[at] = (char) (there ? END : 2);
                    if (!there && state[MAPPED] == state[at + 2]) {
                        next[BROKEN] = 1;
                    }
                }
                default -> {
                    return;
                }
            }
            into.add(next);
        });
        return this;
    }

    private boolean bring(char[] next, int attempt, char value) {
        int delta = ledger(attempt) + 1;
        if (faults.contains(Fault.DELTA_WITHOUT_LEDGER)) {
            next[ROWS + 5] = value;
            next[delta] = DONE;
            return true;
        }
        if (next[delta] != NONE) {
            return next[delta] == DONE;
        }
        boolean superseded = attempt == 1 && next[ledger(2) + 1] != NONE;
        if (superseded && !faults.contains(Fault.LATE_DELTA_OF_AN_EARLIER_ATTEMPT)) {
            next[delta] = UNDONE;
            return false;
        }
        if (!row(next, 1, 2, ARRIVING)) {
            return false;
        }
        next[ROWS + 5] = value;
        next[delta] = DONE;
        return true;
    }

    private static boolean bar(char[] next, int attempt) {
        int flip = ledger(attempt) + 2;
        if (next[flip] == DONE) {
            return false;
        }
        next[flip] = UNDONE;
        return true;
    }

    private static void unseal(char[] next, int attempt) {
        int seal = ledger(attempt);
        if (next[seal] == DONE && row(next, 0, 1, SEALED)) {
            next[ROWS + 1] = OPEN;
        }
        next[seal] = UNDONE;
    }

    private static int ledger(int attempt) {
        return LEDGER + 3 * (attempt - 1);
    }

    private static boolean row(char[] state, int cell, int generation, int moveState) {
        return state[ROWS + 3 * cell] == generation && state[ROWS + 3 * cell + 1] == moveState;
    }

    /** One copy counts and is there, no other takes writes, and it holds all that was acknowledged. */
    private static boolean isSound(char[] state) {
        int counts = state[MAPPED];
        int other = 1 - counts;
        boolean there = state[ROWS + 3 * counts] == counts + 1;
        boolean closed = state[ROWS + 3 * other] == 0 || state[ROWS + 3 * other + 1] != OPEN;
        boolean whole = (state[ROWS + 3 * counts + 2] & state[ACKNOWLEDGED]) == state[ACKNOWLEDGED];
        return state[BROKEN] == 0 && there && closed && whole;
    }

    AllOrders.Explored explore() {
        char[] start = new char[size];
        start[ROWS] = 1;
        if (!copies) {
            start[COPIED] = 1;
            start[ROWS + 3] = 2;
            start[ROWS + 4] = ARRIVING;
        }
        return AllOrders.explore(start, processes, MoveModel::isSound);
    }
}
