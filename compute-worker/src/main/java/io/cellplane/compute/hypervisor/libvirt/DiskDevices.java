package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.disk.DiskFormat;
import io.cellplane.compute.disk.GuestDisks;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A guest's disks as devices, in the order in which it counts them. */
final class DiskDevices {
    private final Tag devices;
    private final String bus;
    private final String prefix;
    private int count;

    private DiskDevices(Tag devices, String bus) {
        this.devices = devices;
        this.bus = bus;
        this.prefix = prefix(bus);
    }

    static void write(Tag devices, Wanted wanted, GuestDisks disks, String machine) {
        String slow = machine.contains("q35") ? "sata" : "ide";
        String bus = wanted.oneOf("hw_disk_bus", "virtio", Set.of("virtio", "scsi", slow, "usb"));
        String cdromBus = wanted.oneOf("hw_cdrom_bus", slow, Set.of("scsi", slow, "usb"));
        if (bus.equals("scsi") || cdromBus.equals("scsi")) {
            devices.add("controller", "type", "scsi", "index", "0", "model", "virtio-scsi");
        }
        DiskDevices all = new DiskDevices(devices, bus);
        all.disk(disks.root(), disks.rootFormat(), disks.base());
        if (disks.ephemeral() != null) {
            all.disk(disks.ephemeral(), DiskFormat.RAW, null);
        }
        if (disks.swap() != null) {
            all.disk(disks.swap(), DiskFormat.RAW, null);
        }
        if (disks.configDrive() != null) {
            int first = prefix(cdromBus).equals(all.prefix) ? all.count : 0;
            Tag cdrom = devices.add("disk", "type", "file", "device", "cdrom");
            cdrom.add("driver", "name", "qemu", "type", "raw");
            cdrom.add("source", "file", disks.configDrive().toString());
            cdrom.add("target", "dev", name(prefix(cdromBus), first), "bus", cdromBus);
            cdrom.add("readonly");
        }
    }

    /** What lies under it is named, so that nothing is found out from the data. */
    private void disk(Path file, DiskFormat format, @Nullable Path base) {
        Tag disk = devices.add("disk", "type", "file", "device", "disk");
        disk.add("driver", "name", "qemu", "type", format.driver(), "cache", "none", "discard", "unmap");
        disk.add("source", "file", file.toString());
        Tag end = disk;
        if (base != null) {
            end = disk.add("backingStore", "type", "file");
            end.add("format", "type", DiskFormat.RAW.driver());
            end.add("source", "file", base.toString());
        }
        end.add("backingStore");
        disk.add("target", "dev", name(prefix, count++), "bus", bus);
    }

    private static String prefix(String bus) {
        return switch (bus) {
            case "virtio" -> "vd";
            case "ide" -> "hd";
            default -> "sd";
        };
    }

    private static String name(String prefix, int number) {
        return prefix + (char) ('a' + number);
    }
}
