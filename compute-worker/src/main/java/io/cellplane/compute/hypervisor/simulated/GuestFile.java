package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.contracts.host.GuestDiagnostics;
import io.cellplane.contracts.host.GuestDiagnostics.Card;
import io.cellplane.contracts.host.GuestDiagnostics.Cpu;
import io.cellplane.contracts.host.GuestDiagnostics.Disk;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of a guest; nothing secret.
 *
 * @param maker the step that made it
 * @param incarnation names its disks
 * @param restoredFrom the operation that kept it last, when it came back
 * @param restored how it came back, when it may be kept again; null in files of before there was this
 * @param memory names what it has in its memory, which is anew each time that it comes on; null when it is off
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
        @Nullable UUID restoredFrom,
        @Nullable Restored restored,
        @Nullable UUID memory) {

    /**
     * @param left the step by which it was kept
     * @param by the step that brought it back
     */
    record Restored(Step left, Step by) {}

    static GuestFile of(NewGuest guest, UUID incarnation) {
        GuestSpec spec = guest.spec();
        return new GuestFile(
                spec.server(),
                power(guest.powerOn()),
                spec.vcpus(),
                spec.memoryMb(),
                spec.rootGb(),
                spec.ephemeralGb(),
                spec.swapMb(),
                spec.imageId(),
                spec.ports(),
                guest.maker(),
                incarnation,
                null,
                null,
                memoryOf(guest.powerOn()));
    }

    boolean runs() {
        return power == PowerState.RUNNING;
    }

    /** What it is made of, since nobody counts what it does. */
    GuestDiagnostics diagnostics() {
        return new GuestDiagnostics(
                null,
                "simulated",
                "simulated",
                IntStream.range(0, vcpus).mapToObj(id -> new Cpu(id, null)).toList(),
                ports.stream()
                        .map(port -> new Card("port-" + port.id(), port.macAddress(), null, null))
                        .toList(),
                List.of(new Disk("vda", null)),
                memoryMb * 1024L,
                null,
                Map.of());
    }

    GuestFile changed(PowerState now, boolean keepsMemory) {
        return with(now, maker, restoredFrom, restored, keepsMemory ? memory : memoryOf(now == PowerState.RUNNING));
    }

    GuestFile maker(@Nullable Step now) {
        return with(power, now, restoredFrom, restored, memory);
    }

    /** As it comes back from being kept; {@code by} is null when that was undone. */
    GuestFile restored(boolean powerOn, Step left, @Nullable Step by) {
        Restored how = by == null ? null : new Restored(left, by);
        return with(power(powerOn), maker, left.operation(), how, memoryOf(powerOn));
    }

    boolean has(UUID port) {
        return ports.stream().anyMatch(card -> card.id().equals(port));
    }

    GuestFile plugged(GuestPort card) {
        return with(Stream.concat(ports.stream(), Stream.of(card)).toList());
    }

    GuestFile unplugged(UUID port) {
        return with(ports.stream().filter(card -> !card.id().equals(port)).toList());
    }

    private GuestFile with(List<GuestPort> newPorts) {
        return new GuestFile(
                server,
                power,
                vcpus,
                memoryMb,
                rootGb,
                ephemeralGb,
                swapMb,
                imageId,
                newPorts,
                maker,
                incarnation,
                restoredFrom,
                restored,
                memory);
    }

    private static PowerState power(boolean on) {
        return on ? PowerState.RUNNING : PowerState.SHUTDOWN;
    }

    private static @Nullable UUID memoryOf(boolean on) {
        return on ? UUID.randomUUID() : null;
    }

    private GuestFile with(
            PowerState newPower,
            @Nullable Step newMaker,
            @Nullable UUID newFrom,
            @Nullable Restored newRestored,
            @Nullable UUID newMemory) {
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
                newFrom,
                newRestored,
                newMemory);
    }
}
