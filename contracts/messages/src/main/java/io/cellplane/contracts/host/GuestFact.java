package io.cellplane.contracts.host;

import io.cellplane.contracts.server.PowerState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A guest, as its host knows it.
 *
 * @param generation the newest of the server that was commanded here; null when the host's journal knows none
 * @param operation that made it; null when the hypervisor knows none
 * @param resumes whether it ran when its host went down, has been off since, and is to run again; false from who does not know it
 */
public record GuestFact(
        UUID server,
        @Nullable Long generation,
        PowerState power,
        @Nullable UUID operation,
        boolean resumes) {

    public GuestFact(UUID server, @Nullable Long generation, PowerState power, @Nullable UUID operation) {
        this(server, generation, power, operation, false);
    }
}
