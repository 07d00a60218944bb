package io.cellplane.bus;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One process's connection to a cell's bus. Messages are delivered at most once; whoever needs more asks again. Subjects
 * are tokens with dots between; a subscription may use {@code *} for one token and {@code >} for all that follow.
 */
public interface Bus extends AutoCloseable {

    /** The most that one message may carry, in bytes. */
    int PAYLOAD_LIMIT = 1024 * 1024;

    /**
     * Sends and forgets.
     *
     * @throws BusAway when this connection is closed or the server takes nothing
     * @throws PayloadTooLarge above {@link #PAYLOAD_LIMIT}
     */
    void publish(String subject, byte[] payload);

    /**
     * Asks; the first answer counts. The future fails with {@link NoResponders} at once when nobody subscribes to the
     * subject, with {@link RequestTimedOut} when no answer came in time, with {@link BusAway} when this connection is
     * closed; the future's own exception is wrapped as usual, see {@link BusFailure#of}.
     *
     * @throws PayloadTooLarge above {@link #PAYLOAD_LIMIT}
     */
    CompletableFuture<byte[]> request(String subject, byte[] payload, Duration timeout);

    /**
     * Hands each message to the handler, one after another in the order of the sender, on a virtual thread. A slow
     * handler delays only its own subscription.
     *
     * @throws BusAway when this connection is closed
     */
    Subscription subscribe(String pattern, Handler handler);

    /** Runs the listener each time the connection stands again after it was lost. */
    void onReconnect(Runnable listener);

    /** Whether the connection stands, as far as this side knows. */
    default boolean isConnected() {
        return true;
    }

    /** What this connection has sent and received. */
    Traffic traffic();

    /** Ends the connection and its subscriptions; requests under way fail with {@link BusAway}. */
    @Override
    void close();
}
