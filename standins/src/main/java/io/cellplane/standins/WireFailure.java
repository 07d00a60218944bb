package io.cellplane.standins;

/** A 4xx or 5xx, worded for the client; each service gives it its own body. */
final class WireFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    WireFailure(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    int status() {
        return status;
    }

    /** The exception's name where a service shows one, else empty. */
    String type() {
        return type;
    }

    String words() {
        String message = getMessage();
        return message == null ? title() : message;
    }

    String title() {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 413 -> "Request Entity Too Large";
            case 415 -> "Unsupported Media Type";
            case 501 -> "Not Implemented";
            default -> "Internal Server Error";
        };
    }

    static WireFailure bad(String message) {
        return new WireFailure(400, "", message);
    }

    static WireFailure unauthorized() {
        return new WireFailure(401, "", "The request you have made requires authentication.");
    }

    static WireFailure forbidden(String message) {
        return new WireFailure(403, "", message);
    }

    static WireFailure missing(String message) {
        return new WireFailure(404, "", message);
    }

    static WireFailure conflict(String message) {
        return new WireFailure(409, "", message);
    }
}
