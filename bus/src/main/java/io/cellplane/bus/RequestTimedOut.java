package io.cellplane.bus;

import java.time.Duration;

/** No answer came in time: the request or the answer may be lost, or the other side is slow. */
public final class RequestTimedOut extends BusFailure {
    private static final long serialVersionUID = 1L;

    RequestTimedOut(String subject, Duration timeout) {
        super("no answer on " + subject + " within " + timeout.toMillis() + " ms", null);
    }
}
