package io.cellplane.openstack;

import org.jspecify.annotations.Nullable;

/**
 * A service did not answer, or answered that it cannot now (5xx, 429, our own credential turned away). Nothing is
 * known of the effect: asking again later is right.
 */
public class ServiceAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String service;
    private final int status;

    public ServiceAway(String service, String message, @Nullable Throwable cause) {
        this(service, 0, message, cause);
    }

    /** @param status what it answered */
    public ServiceAway(String service, int status, String message) {
        this(service, status, message, null);
    }

    private ServiceAway(String service, int status, String message, @Nullable Throwable cause) {
        super(service + ": " + message, cause);
        this.service = service;
        this.status = status;
    }

    /** The HTTP status; 0 when it did not answer. */
    public int status() {
        return status;
    }

    /** {@code identity}, {@code image} or {@code network}. */
    public String service() {
        return service;
    }
}
