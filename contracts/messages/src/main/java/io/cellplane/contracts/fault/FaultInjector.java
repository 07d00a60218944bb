package io.cellplane.contracts.fault;

/** Halts whoever reaches a step, while a test holds it there. It is found as a service; only tests bring one. */
public interface FaultInjector {

    /** Whether it halts anybody in this process. */
    boolean isArmed();

    /** Returns when whoever is at the step may go on. */
    void reach(String step, FaultPoints.Side side);
}
