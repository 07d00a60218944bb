package io.cellplane.conductor.sweep;

import java.time.Duration;

/** Something that is looked for again and again. Every conductor does it, and several may at the same time. */
public interface Sweep {
    /** What it is called in logs and metrics: one word. */
    String name();

    /** How long it rests between two rounds. */
    Duration rest();

    /** Looks once. What it throws is counted and ends this round, not the next. */
    void sweep(Round round);
}
