package io.cellplane.temporal.flow;

/** How an operation ended. */
public enum Ended {
    /** As it was meant to. */
    DONE,
    /** In ERROR, with a fault and nothing held. */
    FAILED,
    /** It made way for its successor, with everything undone. */
    YIELDED,
    /** It had been taken back, or is over already. */
    NOTHING
}
