package io.cellplane.compute.hypervisor;

/** The hypervisor does not answer, or not now: what it has done is not known, nor is anything of the next try. */
public final class HypervisorAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HypervisorAway(String message) {
        super(message);
    }

    public HypervisorAway(String message, Throwable cause) {
        super(message, cause);
    }
}
