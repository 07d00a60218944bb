package io.cellplane.bus;

import org.jspecify.annotations.Nullable;

/** There is no connection to the bus. */
public final class BusAway extends BusFailure {
    private static final long serialVersionUID = 1L;

    BusAway(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
