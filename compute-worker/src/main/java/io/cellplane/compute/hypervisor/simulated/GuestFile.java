package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of a guest; nothing secret.
 *
 * @param maker the step that made it
 * @param incarnation names its disks
 * @param restoredFrom the operation that kept it last, when it came back
 */
record GuestFile(
        UUID server,
        PowerState power,
        int vcpus,
        int memoryMb,
        int rootGb,
        int ephemeralGb,
        int swapMb,
        @Nullable String imageId,
        List<GuestPort> ports,
        @Nullable Step maker,
        UUID incarnation,
        @Nullable UUID restoredFrom) {

    static GuestFile of(NewGuest guest, UUID incarnation) {
        GuestSpec spec = guest.spec();
        return new GuestFile(
                spec.server(),
                guest.powerOn() ? PowerState.RUNNING : PowerState.SHUTDOWN,
                spec.vcpus(),
                spec.memoryMb(),
                spec.rootGb(),
                spec.ephemeralGb(),
                spec.swapMb(),
                spec.imageId(),
                spec.ports(),
                guest.maker(),
                incarnation,
                null);
    }

    boolean runs() {
        return power == PowerState.RUNNING;
    }

    GuestFile power(PowerState now) {
        return with(now, maker, restoredFrom);
    }

    GuestFile maker(@Nullable Step now) {
        return with(power, now, restoredFrom);
    }

    /** As it comes back from being kept. */
    GuestFile restored(boolean powerOn, UUID keptBy) {
        return with(powerOn ? PowerState.RUNNING : PowerState.SHUTDOWN, maker, keptBy);
    }

    private GuestFile with(PowerState newPower, @Nullable Step newMaker, @Nullable UUID newRestored) {
        return new GuestFile(
                server,
                newPower,
                vcpus,
                memoryMb,
                rootGb,
                ephemeralGb,
                swapMb,
                imageId,
                ports,
                newMaker,
                incarnation,
                newRestored);
    }
}
