package io.cellplane.compute.disk;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What data that are not raw begin with: every format that qemu would find in them if it were asked to look. */
enum Signature {
    QCOW("QFI\u00fb", DiskFormat.QCOW2),
    QED("QED\0", null),
    VMDK("KDMV", DiskFormat.VMDK),
    VMDK_OF_ESX("COWD", null),
    VMDK_DESCRIPTOR("# Disk DescriptorFile", DiskFormat.VMDK),
    VHD("conectix", DiskFormat.VHD),
    VHDX("vhdxfile", DiskFormat.VHDX),
    LUKS("LUKS\u00ba\u00be", null),
    PARALLELS("WithoutFreeSpace", null),
    PARALLELS_EXTENDED("WithouFreSpacExt", null),
    BOCHS("Bochs Virtual HD Image", null),
    CLOOP("#!/bin/sh\n#V2.0 Format", null),
    VDI("\u007f\u0010\u00da\u00be", DiskFormat.VDI);

    private static final int VDI_AT = 0x40;

    /** A descriptor without its first line is one to qemu too. */
    private static final Pattern DESCRIPTOR = Pattern.compile("\\A(#[^\\n]*\\n| *\\r?\\n)*version=\\d");

    private static final int ISO_AT = 0x8001;

    private final String begins;
    private final @Nullable DiskFormat format;

    Signature(String begins, @Nullable DiskFormat format) {
        this.begins = begins;
        this.format = format;
    }

    String begins() {
        return begins;
    }

    /** The format that is accepted when it begins so; null: none. */
    @Nullable DiskFormat format() {
        return format;
    }

    boolean isIn(Peek data) throws IOException {
        return data.text(this == VDI ? VDI_AT : 0, begins.length()).equals(begins)
                || (this == VMDK_DESCRIPTOR
                        && DESCRIPTOR.matcher(data.text(0, 2048)).find());
    }

    /** Which one the data have. */
    static Optional<Signature> of(Peek data) throws IOException {
        for (Signature signature : values()) {
            if (signature.isIn(data)) {
                return Optional.of(signature);
            }
        }
        return Optional.empty();
    }

    /** Whether an ISO 9660 file system is there. */
    static boolean hasIso(Peek data) throws IOException {
        return data.text(ISO_AT, 5).equals("CD001");
    }

    /** How an operator knows it. */
    String word() {
        String name = name().toLowerCase(Locale.ROOT);
        int more = name.indexOf('_');
        return more < 0 ? name : name.substring(0, more);
    }
}
