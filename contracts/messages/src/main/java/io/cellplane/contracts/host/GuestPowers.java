package io.cellplane.contracts.host;

import io.cellplane.contracts.server.PowerState;
import java.util.Map;
import java.util.UUID;

/**
 * What runs on a host: every guest that its hypervisor knows, with its power state.
 *
 * @param guests by server id
 */
public record GuestPowers(String host, String cell, UUID bootId, long sequence, Map<UUID, PowerState> guests) {
    /** More guests than any host has: who tells of more is not taken in. */
    public static final int MOST = 10 * GuestsQuestion.PAGE;
}
