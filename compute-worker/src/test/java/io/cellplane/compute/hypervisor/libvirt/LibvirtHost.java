package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.disk.DiskSettings;
import io.cellplane.compute.disk.GuestDisks;
import io.cellplane.compute.disk.HostDisks;
import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.compute.hypervisor.TestedHost;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Cpu;
import io.cellplane.compute.image.ImageStore;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PortBinding;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A host of the tests' libvirt. Guests have an empty disk and no system, which is enough to be on and off. */
final class LibvirtHost implements TestedHost, AutoCloseable {
    private static final int SECTOR = 512;
    private static final int DISK = 1 << 20;

    final Path instances;
    final HostDisks disks;
    private final LibvirtSettings settings;
    private LibvirtHypervisor hypervisor;

    LibvirtHost(Path folder, String uri) {
        this(folder, settings(uri, Duration.ofSeconds(60)));
    }

    LibvirtHost(Path folder, LibvirtSettings settings) {
        this.instances = folder.resolve("instances");
        this.settings = settings;
        try {
            this.disks = new HostDisks(
                    new DiskSettings(
                            instances, settings.host(), DiskSettings.Root.OVERLAY, 1L << 40, Duration.ofDays(1)),
                    new ImageStore());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.hypervisor = opened();
    }

    /** @param host as the host is called, so that what it keeps is found under the name that libvirt tells */
    static LibvirtSettings settings(String uri, Duration answers) {
        return new LibvirtSettings(
                TestLibvirt.HOST,
                "127.0.0.1",
                uri,
                Accel.QEMU,
                new Cpu("default", null),
                "127.0.0.1",
                null,
                Duration.ofMillis(100),
                answers);
    }

    @Override
    public LibvirtHypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    public LibvirtHypervisor restarted() {
        hypervisor = opened();
        return hypervisor;
    }

    /** The same, which waits that long for libvirt. */
    LibvirtHypervisor with(Duration answers) {
        return opened(settings(settings.uri(), answers));
    }

    private LibvirtHypervisor opened() {
        return opened(settings);
    }

    private LibvirtHypervisor opened(LibvirtSettings told) {
        try {
            return LibvirtHypervisor.open(told, disks, instances);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Calls calls() {
        return new Calls(new Connections(settings.uri()), settings.answers());
    }

    @Override
    public NewGuest guest(UUID server, @Nullable Step maker, int rootGb, boolean powerOn) {
        return guest(server, maker, rootGb, powerOn, new byte[0]);
    }

    /** One that runs and that no operation made, whose processor does that from its start. */
    NewGuest doing(UUID server, int... code) {
        byte[] bytes = new byte[code.length];
        for (int each = 0; each < code.length; each++) {
            bytes[each] = (byte) code[each];
        }
        return guest(server, null, 1, true, AccelProbe.bootSector(bytes));
    }

    private static NewGuest guest(UUID server, @Nullable Step maker, int rootGb, boolean powerOn, byte[] disk) {
        return new NewGuest(
                spec(server, rootGb, Map.of("hw_video_model", "none")),
                maker,
                new RootData("raw", file -> written(file, disk)),
                powerOn);
    }

    private static boolean written(Path file, byte[] disk) {
        try {
            Files.write(file, Arrays.copyOf(disk, DISK));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With little memory, so that suspending is quick. */
    static GuestSpec spec(UUID server, int rootGb, Map<String, String> imageProperties) {
        GuestSpec small = Guests.sized(server, rootGb);
        return new GuestSpec(
                server,
                small.name(),
                small.hostname(),
                small.projectId(),
                1,
                32,
                rootGb,
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

    @Override
    public void write(UUID server, String text) throws Exception {
        Path sector = Files.write(
                instances.resolve("sector"), Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), SECTOR));
        GuestDisks guest = disks(server);
        run("qemu-io", "-f", guest.rootFormat().driver(), "-c", "write -s " + sector + " 0 512", guest.root());
    }

    @Override
    public String read(UUID server) throws Exception {
        Path sector = instances.resolve("sector");
        GuestDisks guest = disks(server);
        run(
                "qemu-img",
                "dd",
                "-U",
                "-f",
                guest.rootFormat().driver(),
                "-O",
                "raw",
                "bs=512",
                "count=1",
                "if=" + guest.root(),
                "of=" + sector);
        return Files.readString(sector, StandardCharsets.US_ASCII).replace("\0", "");
    }

    private GuestDisks disks(UUID server) throws Exception {
        UUID incarnation =
                new Domains(calls()).look(server).map(Domains.Seen::incarnation).orElseThrow();
        return disks.find(server, incarnation).orElseThrow();
    }

    private static void run(Object... command) throws Exception {
        Process process = new ProcessBuilder(
                        Arrays.stream(command).map(String::valueOf).toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    @Override
    public @Nullable GuestPort card() {
        String bridge = TestBridge.shared();
        UUID port = UUID.randomUUID();
        return bridge == null
                ? null
                : new GuestPort(
                        port,
                        UUID.randomUUID(),
                        "fa:16:3e:00:00:07",
                        List.of(),
                        new PortBinding(settings.host(), PortBinding.BRIDGE, Map.of(PortBinding.BRIDGE_NAME, bridge)),
                        1450,
                        List.of());
    }

    @Override
    public boolean letsGo() {
        return false;
    }

    @Override
    public boolean tries(Power power, PowerState before) {
        return Sample.has(power + " of " + before, 18);
    }

    /** Removes every guest of its libvirt. */
    @Override
    public void close() {
        try {
            for (UUID server : hypervisor.guests().keySet()) {
                hypervisor.destroy(server);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disks.close();
    }
}
