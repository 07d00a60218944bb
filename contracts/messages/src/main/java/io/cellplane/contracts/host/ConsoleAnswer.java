package io.cellplane.contracts.host;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The end of a guest's console.
 *
 * @param there whether the host has such a guest
 * @param output null when it has no console
 */
public record ConsoleAnswer(
        UUID hostUuid, boolean there, @Nullable String output) implements HostAnswer {
    /** How many bytes of it a host gives at most, as Nova does; so many characters at most. */
    public static final int MOST = 100 * 1024;

    /** Whether a host can say so. */
    public boolean isSound() {
        return output == null || output.length() <= MOST;
    }
}
