package io.cellplane.temporal.step;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The host that an operation has claimed.
 *
 * @param generation the server's place, to be told with every write
 * @param from the cell from which the records come first; null where they are there, or nowhere yet
 */
public record Placed(
        String cell,
        String host,
        UUID provider,
        String availabilityZone,
        long generation,
        @Nullable String from) {

    public Placed(String cell, String host, UUID provider, String availabilityZone, long generation) {
        this(cell, host, provider, availabilityZone, generation, null);
    }
}
