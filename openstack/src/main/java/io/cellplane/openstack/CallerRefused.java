package io.cellplane.openstack;

/** A service refuses a caller in whose name it was asked: what it says is for the caller. */
public final class CallerRefused extends ServiceRefused {
    private static final long serialVersionUID = 1L;

    private final String type;

    /**
     * @param type what the service calls the refusal, such as {@code OverQuota}; empty when it has no name
     * @param message the service's own words
     */
    public CallerRefused(String service, int status, String type, String message) {
        super(service, status, message);
        this.type = type;
    }

    public String type() {
        return type;
    }

    /** The service's own words. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
