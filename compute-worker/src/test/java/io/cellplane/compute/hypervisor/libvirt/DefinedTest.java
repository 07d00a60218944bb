package io.cellplane.compute.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.disk.DiskFormat;
import io.cellplane.compute.disk.GuestDisks;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Cpu;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.server.PortBinding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Libvirt understands whatever the driver tells it. */
class DefinedTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void assume() {
        TestLibvirt.assume();
    }

    private static Stream<Map<String, String>> images() {
        return Stream.of(
                Map.of(),
                Map.of("hw_machine_type", "pc", "hw_disk_bus", "ide"),
                Map.of("hw_disk_bus", "scsi", "hw_cdrom_bus", "scsi"),
                Map.of("hw_disk_bus", "sata"),
                Map.of("hw_disk_bus", "usb", "hw_cdrom_bus", "usb"),
                Map.of("hw_firmware_type", "uefi"),
                Map.of("hw_rng_model", "virtio", "hw_watchdog_action", "pause", "hw_qemu_guest_agent", "yes"),
                Map.of("hw_video_model", "none", "hw_vif_model", "e1000"),
                Map.of("hw_video_model", "vga", "hw_vif_model", "rtl8139"),
                Map.of("hw_video_model", "cirrus", "hw_vif_model", "e1000e"),
                Map.of("hw_cpu_sockets", "1", "hw_cpu_threads", "2"));
    }

    @ParameterizedTest
    @MethodSource("images")
    void whatever_an_image_wants(Map<String, String> image) throws InterruptedException {
        defined(image, new Cpu("default", null));
    }

    private static Stream<Cpu> cpus() {
        return Stream.of(new Cpu("host-model", null), new Cpu("custom", "Nehalem"), new Cpu("maximum", null));
    }

    @ParameterizedTest
    @MethodSource("cpus")
    void whatever_processor_is_set(Cpu cpu) throws InterruptedException {
        defined(Map.of(), cpu);
    }

    private void defined(Map<String, String> image, Cpu cpu) throws InterruptedException {
        UUID server = UUID.randomUUID();
        LibvirtSettings settings = new LibvirtSettings(
                "h1", "127.0.0.1", "", Accel.QEMU, cpu, "127.0.0.1", "br0", Duration.ZERO, Duration.ZERO);
        Domains domains =
                new Domains(new Calls(new Connections(TestLibvirt.shared().uri()), Duration.ofSeconds(60)));
        Notes notes = Notes.made(UUID.randomUUID(), 1, null);
        domains.define(server, DomainXml.of(spec(server, image), disks(server), notes, settings, Accel.QEMU));
        assertThat(domains.find(server).orElseThrow().notes()).isEqualTo(notes);
        domains.note(server, notes.started());
        assertThat(Notes.of(domains.xml(server))).isEqualTo(notes.started());
        domains.undefine(server, false);
    }

    private GuestDisks disks(UUID server) {
        return new GuestDisks(
                server,
                UUID.randomUUID(),
                folder,
                folder.resolve("root"),
                DiskFormat.QCOW2,
                folder.resolve("base"),
                1L << 30,
                folder.resolve("ephemeral"),
                folder.resolve("swap"),
                folder.resolve("drive"));
    }

    private static GuestSpec spec(UUID server, Map<String, String> image) {
        return new GuestSpec(
                server,
                "web <1>",
                "web",
                "project",
                4,
                64,
                1,
                1,
                1,
                "image",
                image,
                List.of(
                        new GuestPort(UUID.randomUUID(), server, "fa:16:3e:00:00:01", List.of("10.0.0.5")),
                        new GuestPort(
                                UUID.randomUUID(),
                                server,
                                "fa:16:3e:00:00:02",
                                List.of("fd00::5"),
                                new PortBinding("h1", PortBinding.OVS, Map.of()),
                                1450,
                                List.of())),
                Map.of(),
                null,
                null,
                null,
                null,
                true);
    }
}
