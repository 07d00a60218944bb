package io.cellplane.compute.disk;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether data from elsewhere are what they are declared to be, and only that: a disk in one file that reaches for no
 * other. Headers are read here first, and what passes is read once more by {@code qemu-img}.
 */
final class Inspection {
    private static final List<String> OTHER_FILES =
            List.of("backing-filename", "full-backing-filename", "backing_file", "data-file");

    private Inspection() {}

    /**
     * Looks into the data.
     *
     * @param name of the image, for the refusal
     * @return how large a guest would see the disk, in bytes
     * @throws Refused when they are not to be used
     */
    static long of(Path file, String name, DiskFormat declared) throws IOException, InterruptedException {
        try (Peek data = Peek.at(file)) {
            String against = declared.hasHeader() ? headed(data, declared) : plain(data, declared);
            if (against != null) {
                throw unacceptable(name, against);
            }
            return declared.hasHeader() ? told(file, name, declared) : data.size();
        }
    }

    /** The format, when it is one that hosts accept. */
    static DiskFormat format(String name, String declared) {
        return DiskFormat.declared(declared)
                .orElseThrow(() -> unacceptable(name, "disk format " + declared + " is not acceptable"));
    }

    static Refused unacceptable(String name, String why) {
        return Failure.IMAGE_UNACCEPTABLE.refused(name, why);
    }

    private static @Nullable String plain(Peek data, DiskFormat declared) throws IOException {
        if (data.size() == 0) {
            return "it is empty";
        }
        Signature signature = Signature.of(data).orElse(null);
        if (signature != null) {
            return "it is declared as " + word(declared) + " and begins as " + signature.word();
        }
        return declared == DiskFormat.ISO && !Signature.hasIso(data) ? notDeclared(declared) : null;
    }

    private static @Nullable String headed(Peek data, DiskFormat declared) throws IOException {
        Signature signature = Signature.of(data).orElse(null);
        // A VHD that does not grow says what it is at its end alone.
        boolean is = signature == null
                ? (declared == DiskFormat.VHD && VhdFooter.isIn(data))
                : signature.format() == declared;
        if (!is) {
            return notDeclared(declared);
        }
        return switch (declared) {
            case QCOW2 -> Qcow2Header.of(data).against();
            case VMDK -> VmdkHeader.against(data);
            case VHD -> VhdFooter.against(data);
            case VDI -> VdiHeader.against(data);
            default -> null;
        };
    }

    private static String notDeclared(DiskFormat declared) {
        return "it is declared as " + word(declared) + " and is not";
    }

    private static String word(DiskFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    private static long told(Path file, String name, DiskFormat declared) throws IOException, InterruptedException {
        JsonNode info;
        try {
            info = QemuImg.info(file, declared);
        } catch (ToolFailed e) {
            throw unreadable(e, name, declared);
        }
        if (!info.path("format").asText().equals(declared.driver())) {
            throw unacceptable(name, notDeclared(declared));
        }
        JsonNode own = info.path("format-specific").path("data");
        for (String other : OTHER_FILES) {
            if (info.has(other) || own.has(other)) {
                throw unacceptable(name, "it reaches for another file");
            }
        }
        if (info.path("encrypted").asBoolean()) {
            throw unacceptable(name, "it is encrypted");
        }
        return info.path("virtual-size").asLong();
    }

    /** A tool's failure as a refusal, if it is the data's fault. */
    static Refused unreadable(ToolFailed failure, String name, DiskFormat declared) throws ToolFailed {
        if (!failure.blamesData()) {
            throw failure;
        }
        return unacceptable(name, "it cannot be read as " + word(declared));
    }
}
