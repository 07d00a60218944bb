package io.cellplane.db.audit;

import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.KeptFact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mapped host said of its guests.
 *
 * @param guests all of them; null when it did not answer
 * @param kept all that it keeps; empty when it did not answer
 */
public record HostGuests(String cell, String host, @Nullable List<GuestFact> guests, List<KeptFact> kept) {
    public static HostGuests silent(String cell, String host) {
        return new HostGuests(cell, host, null, List.of());
    }
}
