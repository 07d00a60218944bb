package io.cellplane.activities.control.placement;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The servers that a server's hints name, as placement sees them: by the hosts on which they hold something. Nobody holds
 * them while it is placed: where they are is asked once.
 *
 * @param same null: it need not be beside any
 */
public record HintView(@Nullable Set<UUID> same, Set<UUID> different) {
    static final HintView NONE = new HintView(null, Set.of());

    boolean isBeside(UUID provider) {
        return same == null || same.contains(provider);
    }

    boolean isAway(UUID provider) {
        return !different.contains(provider);
    }
}
