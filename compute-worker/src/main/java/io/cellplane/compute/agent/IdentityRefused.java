package io.cellplane.compute.agent;

/** The configured host is not the one whose data lie here, or another agent works with them; it must not start. */
public final class IdentityRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IdentityRefused(String message) {
        super(message);
    }
}
