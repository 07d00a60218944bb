package io.cellplane.contracts.host;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of a host's guests and of those that it keeps.
 *
 * @param more whether others follow
 */
public record GuestsAnswer(String host, UUID hostUuid, List<GuestFact> guests, List<KeptFact> kept, boolean more) {

    /** Where the next page begins; null when this one is empty. */
    public @Nullable UUID last() {
        return Stream.concat(
                        guests.stream().map(GuestFact::server), kept.stream().map(KeptFact::server))
                .max(GuestsQuestion.ORDER)
                .orElse(null);
    }
}
