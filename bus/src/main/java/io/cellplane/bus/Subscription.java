package io.cellplane.bus;

/** Closing it ends the delivery. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
