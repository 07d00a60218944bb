package io.cellplane.contracts.operation;

/** How an operation is ended whose workflow is gone. */
public enum Repair {
    /** It only goes forward, and each of its steps is done once: it is gone through again. */
    AGAIN,
    /** The same, in a round of its own: what the last command did or did not do is not known. */
    ANOTHER_ROUND,
    /** Its steps are fenced off, and what it holds is given back. */
    FENCE,
    /** It is undone, unless it has arrived. */
    UNDO
}
