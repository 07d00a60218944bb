package io.cellplane.compute.disk;

import java.util.Locale;
import java.util.Optional;

/** What the data of an image may be. It is declared, and told to every tool; it is never found out from the data. */
public enum DiskFormat {
    RAW("raw", false),
    /** Raw data that begin a file system: a disk to be read. */
    ISO("raw", false),
    QCOW2("qcow2", true),
    VMDK("vmdk", true),
    VHD("vpc", true),
    VHDX("vhdx", true),
    VDI("vdi", true);

    private final String driver;
    private final boolean header;

    DiskFormat(String driver, boolean header) {
        this.driver = driver;
        this.header = header;
    }

    /** What qemu calls it. */
    public String driver() {
        return driver;
    }

    /** Whether the data begin with a header that says where the rest is. */
    public boolean hasHeader() {
        return header;
    }

    /** @return empty for what is none, or not accepted: kernels, ramdisks, ploop, and whatever is newer */
    public static Optional<DiskFormat> declared(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "raw", "ami" -> Optional.of(RAW);
            case "iso" -> Optional.of(ISO);
            case "qcow2" -> Optional.of(QCOW2);
            case "vmdk" -> Optional.of(VMDK);
            case "vhd", "vpc" -> Optional.of(VHD);
            case "vhdx" -> Optional.of(VHDX);
            case "vdi" -> Optional.of(VDI);
            default -> Optional.empty();
        };
    }
}
