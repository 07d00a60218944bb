package io.cellplane.contracts.host;

import java.util.List;
import java.util.UUID;

/**
 * A page of a host's guests.
 *
 * @param more whether others follow
 */
public record GuestsAnswer(String host, UUID hostUuid, List<GuestFact> guests, boolean more) {}
