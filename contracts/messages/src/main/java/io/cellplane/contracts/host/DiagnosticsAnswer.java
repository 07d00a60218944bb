package io.cellplane.contracts.host;

import io.cellplane.contracts.server.PowerState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a guest has used so far.
 *
 * @param power null when the host has no such guest
 * @param diagnostics null when it does not run, or the hypervisor has none
 */
public record DiagnosticsAnswer(
        UUID hostUuid, @Nullable PowerState power, @Nullable GuestDiagnostics diagnostics) implements HostAnswer {

    /** Whether a host can say so. */
    public boolean isSound() {
        return diagnostics == null || diagnostics.isSound();
    }
}
