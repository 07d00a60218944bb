package io.cellplane.contracts.operation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be attached, or, by its port alone, detached.
 *
 * @param network in which a port is made; null for a port of the user's
 * @param port the user's, or the one that is detached; null: one is made
 * @param fixedIp the address that it is to have; null for any
 * @param tag by which the guest finds the card
 */
public record InterfaceArguments(
        @Nullable UUID network,
        @Nullable UUID port,
        @Nullable String fixedIp,
        @Nullable String tag) {

    /** That port, whatever it is of. */
    public static InterfaceArguments ofPort(UUID port) {
        return new InterfaceArguments(null, port, null, null);
    }
}
