package io.cellplane.contracts.server;

/** What may be done with an image's data. */
public enum ImageAccess {
    READ("GET"),
    WRITE("PUT");

    private final String method;

    ImageAccess(String method) {
        this.method = method;
    }

    /** The HTTP method at the image service. */
    public String method() {
        return method;
    }
}
