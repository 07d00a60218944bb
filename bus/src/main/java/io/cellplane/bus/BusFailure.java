package io.cellplane.bus;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A message was not delivered, or not answered. Nothing follows from it about what the receiver did. */
public abstract sealed class BusFailure extends RuntimeException
        permits NoResponders, RequestTimedOut, BusAway, PayloadTooLarge {
    private static final long serialVersionUID = 1L;

    BusFailure(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }

    /** The bus's failure inside what a future threw, or null when it is something else. */
    public static @Nullable BusFailure of(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof BusFailure failure ? failure : null;
    }
}
