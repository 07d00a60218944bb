package io.cellplane.contracts.host;

import static io.cellplane.contracts.server.PowerState.CRASHED;
import static io.cellplane.contracts.server.PowerState.NOSTATE;
import static io.cellplane.contracts.server.PowerState.PAUSED;
import static io.cellplane.contracts.server.PowerState.RUNNING;
import static io.cellplane.contracts.server.PowerState.SHUTDOWN;
import static io.cellplane.contracts.server.PowerState.SUSPENDED;

import io.cellplane.contracts.server.PowerState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A change of a guest's power. A guest that is so already stays as it is. */
public enum Power {
    START(RUNNING, SHUTDOWN, CRASHED, NOSTATE),
    STOP(SHUTDOWN, RUNNING, PAUSED, SUSPENDED, CRASHED, NOSTATE),
    /** The guest is asked, if it can be; one that does not run is started. */
    REBOOT(RUNNING, PowerState.values()),
    /** The guest is not asked. */
    HARD_REBOOT(RUNNING, PowerState.values()),
    /** Its processors stand still, its memory stays where it is. */
    PAUSE(PAUSED, RUNNING),
    UNPAUSE(RUNNING, PAUSED),
    /** It is off, and its memory lies on its host's disk. */
    SUSPEND(SUSPENDED, RUNNING),
    RESUME(RUNNING, SUSPENDED),
    /** The guest's system is told to write down what it is doing; what becomes of it then is its own affair. */
    CRASH_DUMP(null, RUNNING, PAUSED);

    private final @Nullable PowerState to;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<PowerState> from;

    /** @param to null: it stays as it is */
    Power(@Nullable PowerState to, PowerState... from) {
        this.to = to;
        this.from = List.of(from);
    }

    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it does anything to a guest in that state. */
    public boolean changes(PowerState now) {
        return from.contains(now);
    }

    /** What a guest in that state is afterwards; empty: that state does not allow it. */
    public Optional<PowerState> after(PowerState now) {
        if (changes(now)) {
            return Optional.of(to == null ? now : to);
        }
        return now == to ? Optional.of(now) : Optional.empty();
    }

    /** Whether it brings the guest into a certain state; with any other, the server is afterwards what it was. */
    public boolean changesState() {
        return to != null;
    }

    /** Whether what the guest has in its memory outlives it. */
    public boolean keepsMemory() {
        return this != START && this != STOP && this != REBOOT && this != HARD_REBOOT;
    }
}
