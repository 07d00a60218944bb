package io.cellplane.openstack;

/** A service refuses by a fact (4xx): the same request will be refused again. */
public class ServiceRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String service;
    private final int status;

    /** @param message the service's own words, without a status or a name */
    public ServiceRefused(String service, int status, String message) {
        super(message, null, false, false);
        this.service = service;
        this.status = status;
    }

    /** {@code identity}, {@code image} or {@code network}. */
    public String service() {
        return service;
    }

    /** The HTTP status, 400 to 499. */
    public int status() {
        return status;
    }
}
