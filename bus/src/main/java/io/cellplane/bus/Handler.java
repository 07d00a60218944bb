package io.cellplane.bus;

/** Takes a message; what it throws is logged and concerns nobody else. */
@FunctionalInterface
public interface Handler {
    void handle(Message message);
}
