package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.libvirt.Domain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether guests run by KVM. That the device is there says little: where machines are nested, a guest on it may be made and then
 * stand still. So one is started whose boot sector writes two letters on its serial console.
 */
final class AccelProbe {
    private static final Logger LOG = LoggerFactory.getLogger(AccelProbe.class);
    private static final String SAID = "OK";
    /** mov dx, 0x3f8; mov al, 'O'; out dx, al; mov al, 'K'; out dx, al; hlt; jmp to the hlt. */
    private static final byte[] CODE = {
        (byte) 0xfa,
        (byte) 0xba,
        (byte) 0xf8,
        0x03,
        (byte) 0xb0,
        'O',
        (byte) 0xee,
        (byte) 0xb0,
        'K',
        (byte) 0xee,
        (byte) 0xf4,
        (byte) 0xeb,
        (byte) 0xfd
    };

    private static final int SECTOR = 512;
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private AccelProbe() {}

    /** @param folder where the probe's files may lie for a while */
    static Accel find(Calls calls, Path folder) throws InterruptedException {
        boolean runs = runs(calls, folder, Accel.KVM);
        LOG.info("guests run by {}", runs ? "KVM" : "emulation: a guest by KVM did not come up");
        return runs ? Accel.KVM : Accel.QEMU;
    }

    /** Whether a guest comes up that way. */
    static boolean runs(Calls calls, Path folder, Accel accel) throws InterruptedException {
        @Nullable Path files = null;
        try {
            files = Files.createDirectory(
                    folder.resolve("probe-" + UUID.randomUUID()),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
            return says(calls, accel, boot(files), files.resolve("serial"));
        } catch (IOException e) {
            throw new HypervisorFailure("cannot write a guest that tries KVM out", e);
        } finally {
            clean(files);
        }
    }

    private static Path boot(Path files) throws IOException {
        return Files.write(files.resolve("disk"), bootSector(CODE));
    }

    static byte[] bootSector(byte... code) {
        byte[] sector = Arrays.copyOf(code, SECTOR);
        sector[SECTOR - 2] = 0x55;
        sector[SECTOR - 1] = (byte) 0xaa;
        return sector;
    }

    private static boolean says(Calls calls, Accel accel, Path disk, Path serial)
            throws IOException, InterruptedException {
        UUID guest = UUID.randomUUID();
        try {
            calls.of(
                    guest,
                    "start a guest by " + accel,
                    connect -> connect.domainCreateXML(xml(guest, accel, disk, serial), 0)
                            .free());
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < BOUND.toNanos()) {
                if (Files.exists(serial)
                        && Files.readString(serial, StandardCharsets.ISO_8859_1).contains(SAID)) {
                    return true;
                }
                Thread.sleep(LOOK_EVERY);
            }
            return false;
        } catch (HypervisorFailure e) {
            LOG.debug("no guest by {}", accel, e);
            return false;
        } finally {
            end(calls, guest);
        }
    }

    private static void end(Calls calls, UUID guest) throws InterruptedException {
        try {
            calls.of(guest, "end the guest that tries KVM out", connect -> {
                Domain domain = connect.domainLookupByUUIDString(guest.toString());
                domain.destroy();
                return domain.free();
            });
        } catch (HypervisorFailure e) {
            LOG.debug("the guest that tries KVM out is not there", e);
        }
    }

    private static String xml(UUID guest, Accel accel, Path disk, Path serial) {
        Tag domain = Tag.root("domain", "type", accel == Accel.KVM ? "kvm" : "qemu");
        domain.text("name", "probe-" + guest);
        domain.text("uuid", guest);
        domain.text("memory", 32, "unit", "MiB");
        domain.text("vcpu", 1);
        Tag os = domain.add("os");
        os.text("type", "hvm", "arch", "x86_64", "machine", "pc");
        os.add("boot", "dev", "hd");
        Tag devices = domain.add("devices");
        Tag drive = devices.add("disk", "type", "file", "device", "disk");
        drive.add("driver", "name", "qemu", "type", "raw");
        drive.add("source", "file", disk.toString());
        drive.add("target", "dev", "hda", "bus", "ide");
        devices.add("serial", "type", "file").add("source", "path", serial.toString());
        devices.add("memballoon", "model", "none");
        return domain.xml();
    }

    private static void clean(@Nullable Path files) {
        if (files == null) {
            return;
        }
        try {
            Files.deleteIfExists(files.resolve("disk"));
            Files.deleteIfExists(files.resolve("serial"));
            Files.deleteIfExists(files);
        } catch (IOException e) {
            LOG.warn("left behind: {}", files);
        }
    }
}
