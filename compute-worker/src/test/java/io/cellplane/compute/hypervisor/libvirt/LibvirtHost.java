package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.disk.DiskSettings;
import io.cellplane.compute.disk.HostDisks;
import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Cpu;
import io.cellplane.compute.image.ImageStore;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.operation.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The host whose libvirt is the tests' own; guests have an empty disk and no system, which is enough to be on and off. */
final class LibvirtHost {
    private static final long DISK = 1 << 20;

    private LibvirtHost() {}

    static LibvirtSettings settings(String uri) {
        return settings(uri, Duration.ofSeconds(30));
    }

    static LibvirtSettings settings(String uri, Duration answers) {
        return new LibvirtSettings(
                "h1",
                "127.0.0.1",
                uri,
                Accel.QEMU,
                new Cpu("default", null),
                "127.0.0.1",
                null,
                Duration.ofMillis(100),
                answers);
    }

    static LibvirtHypervisor open(LibvirtSettings settings, Path instances) {
        try {
            return LibvirtHypervisor.open(settings, disks(instances), instances);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static HostDisks disks(Path instances) {
        try {
            return new HostDisks(
                    new DiskSettings(instances, "h1", DiskSettings.Root.OVERLAY, 1L << 40, Duration.ofDays(1)),
                    new ImageStore());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static NewGuest guest(GuestSpec spec, @Nullable Step maker, boolean powerOn) {
        return new NewGuest(spec, maker, new RootData("raw", LibvirtHost::empty), powerOn);
    }

    private static boolean empty(Path file) {
        try {
            Files.write(file, new byte[(int) DISK]);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With little memory, so that suspending is quick. */
    static GuestSpec spec(UUID server, Map<String, String> imageProperties) {
        GuestSpec small = Guests.small(server);
        return new GuestSpec(
                server,
                small.name(),
                small.hostname(),
                small.projectId(),
                1,
                32,
                small.rootGb(),
                0,
                0,
                small.imageId(),
                imageProperties,
                List.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                false);
    }
}
