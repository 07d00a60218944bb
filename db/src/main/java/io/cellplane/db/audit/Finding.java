package io.cellplane.db.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it must be.
 *
 * @param invariant I1 to I7, as the design numbers them
 * @param server whose it is; null when it is nobody's
 */
public record Finding(
        String invariant, String what, @Nullable UUID server) {
    @Override
    public String toString() {
        return invariant + " " + what + (server == null ? "" : " (server " + server + ")");
    }
}
