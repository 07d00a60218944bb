package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.disk.DiskFormat;
import io.cellplane.compute.disk.GuestDisks;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Cpu;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.GuestSpec;
import java.nio.file.Path;
import java.util.Set;

/** What libvirt is told of a guest: from its flavor, its image, its disks and its ports. */
final class DomainXml {
    /** Where a guest's serial console is written, beside its disks; libvirt's log daemon bounds it. */
    static final String CONSOLE = "console.log";

    /** For its disks and whatever else it is made with, and eight cards that come later. */
    private static final int PORTS = 16;

    private final GuestSpec spec;
    private final Wanted wanted;
    private final GuestDisks disks;
    private final LibvirtSettings settings;
    private final Accel accel;
    private final String machine;

    private DomainXml(GuestSpec spec, GuestDisks disks, LibvirtSettings settings, Accel accel) {
        this.spec = spec;
        this.wanted = Wanted.of(spec);
        this.disks = disks;
        this.settings = settings;
        this.accel = accel;
        this.machine = wanted.word("hw_machine_type", "q35");
    }

    /**
     * @param accel not AUTO
     * @throws Refused for what the image or a port wants and no guest here gets
     */
    static String of(GuestSpec spec, GuestDisks disks, Notes notes, LibvirtSettings settings, Accel accel) {
        return new DomainXml(spec, disks, settings, accel).domain(notes).xml();
    }

    /**
     * Tells before anything is fetched for it.
     *
     * @throws Refused as {@link #of}
     */
    static void require(GuestSpec spec, LibvirtSettings settings, Accel accel) {
        Path none = Path.of("none");
        GuestDisks disks =
                new GuestDisks(spec.server(), spec.server(), none, none, DiskFormat.RAW, null, 0, null, null, null);
        of(spec, disks, Notes.made(spec.server(), 0, null), settings, accel);
    }

    private Tag domain(Notes notes) {
        Tag domain = Tag.root("domain", "type", accel == Accel.KVM ? "kvm" : "qemu");
        domain.text("name", "instance-" + spec.server());
        domain.text("uuid", spec.server());
        Metadata.write(domain.add("metadata"), spec, notes);
        domain.text("memory", spec.memoryMb(), "unit", "MiB");
        domain.text("vcpu", spec.vcpus());
        sysinfo(domain);
        os(domain);
        Tag features = domain.add("features");
        features.add("acpi");
        features.add("apic");
        cpu(domain);
        clock(domain);
        domain.text("on_poweroff", "destroy");
        domain.text("on_reboot", "restart");
        domain.text("on_crash", "destroy");
        devices(domain.add("devices"));
        return domain;
    }

    /** What the guest's firmware shows: cloud-init knows OpenStack by it. */
    private void sysinfo(Tag domain) {
        Tag system = domain.add("sysinfo", "type", "smbios").add("system");
        system.text("entry", "OpenStack Foundation", "name", "manufacturer");
        system.text("entry", "OpenStack Nova", "name", "product");
        system.text("entry", spec.server(), "name", "serial");
        system.text("entry", spec.server(), "name", "uuid");
        system.text("entry", "Virtual Machine", "name", "family");
    }

    private void os(Tag domain) {
        boolean uefi =
                wanted.oneOf("hw_firmware_type", "bios", Set.of("bios", "uefi")).equals("uefi");
        Tag os = uefi ? domain.add("os", "firmware", "efi") : domain.add("os");
        os.text("type", "hvm", "arch", "x86_64", "machine", machine);
        if (uefi) {
            os.add("firmware").add("feature", "enabled", "no", "name", "secure-boot");
            os.text("nvram", disks.uefi());
        }
        os.add("boot", "dev", "hd");
        os.add("smbios", "mode", "sysinfo");
    }

    private void cpu(Tag domain) {
        Cpu cpu = settings.cpu();
        Tag tag = cpu.mode().equals("default") ? domain.add("cpu") : domain.add("cpu", "mode", cpu.mode());
        if (cpu.mode().equals("custom")) {
            tag.text("model", String.valueOf(cpu.model()));
        }
        Topology.of(wanted, spec.vcpus())
                .ifPresent(topology -> tag.add(
                        "topology",
                        "sockets",
                        String.valueOf(topology.sockets()),
                        "cores",
                        String.valueOf(topology.cores()),
                        "threads",
                        String.valueOf(topology.threads())));
    }

    /** Windows takes its clock for local time. */
    private void clock(Tag domain) {
        boolean local = wanted.is("os_type", "windows");
        Tag clock = domain.add("clock", "offset", local ? "localtime" : "utc");
        clock.add("timer", "name", "pit", "tickpolicy", "delay");
        clock.add("timer", "name", "rtc", "tickpolicy", "catchup");
        clock.add("timer", "name", "hpet", "present", "no");
    }

    private void devices(Tag devices) {
        DiskDevices.write(devices, wanted, disks, machine);
        if (machine.contains("q35")) {
            // Its devices are plugged into ports of their own: what comes later needs some that are free.
            devices.add("controller", "type", "pci", "model", "pcie-root", "index", "0");
            for (int each = 1; each <= PORTS + spec.ports().size(); each++) {
                devices.add("controller", "type", "pci", "model", "pcie-root-port", "index", String.valueOf(each));
            }
        }
        spec.ports().forEach(port -> CardXml.write(devices, wanted, port, settings));
        Tag serial = devices.add("serial", "type", "pty");
        serial.add("log", "file", disks.folder().resolve(CONSOLE).toString(), "append", "on");
        serial.add("target", "port", "0");
        devices.add("graphics", "type", "vnc", "port", "-1", "autoport", "yes")
                .add("listen", "type", "address", "address", settings.vncAddress());
        video(devices);
        if (wanted.yes("hw_qemu_guest_agent")) {
            devices.add("channel", "type", "unix").add("target", "type", "virtio", "name", "org.qemu.guest_agent.0");
        }
        if (wanted.random()) {
            devices.add("rng", "model", "virtio").text("backend", "/dev/urandom", "model", "random");
        }
        String watchdog = wanted.oneOf(
                "hw_watchdog_action", "disabled", Set.of("disabled", "none", "pause", "poweroff", "reset"));
        if (!watchdog.equals("disabled")) {
            devices.add("watchdog", "model", "i6300esb", "action", watchdog);
        }
        devices.add("memballoon", "model", "virtio");
    }

    private void video(Tag devices) {
        String model =
                wanted.oneOf("hw_video_model", "virtio", Set.of("virtio", "vga", "cirrus", "qxl", "bochs", "none"));
        devices.add("video").add("model", "type", model);
    }
}
