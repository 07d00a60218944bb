package io.cellplane.compute.hypervisor;

/** The hypervisor could not do what it was asked; the message is for the server's owner and carries no secret. */
public final class HypervisorFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HypervisorFailure(String message) {
        super(message);
    }

    public HypervisorFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
