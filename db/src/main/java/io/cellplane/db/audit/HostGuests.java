package io.cellplane.db.audit;

import io.cellplane.contracts.host.GuestFact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mapped host said of its guests.
 *
 * @param guests all of them; null when it did not answer
 */
public record HostGuests(String cell, String host, @Nullable List<GuestFact> guests) {}
