package io.cellplane.openstack;

/** The identity service's catalogue does not say where a service is: somebody has to change it, or our settings. */
public final class NoEndpoint extends ServiceAway {
    private static final long serialVersionUID = 1L;

    /** @param message as a sentence without its end */
    public NoEndpoint(String service, String message) {
        super(service, message, null);
    }
}
