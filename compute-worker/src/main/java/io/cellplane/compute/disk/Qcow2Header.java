package io.cellplane.compute.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A qcow2 file's header.
 *
 * @param backing the file that it lies over; null: none
 * @param incompatible the features without which it cannot be read, a bit each
 * @param size as the guest sees it, in bytes
 */
record Qcow2Header(
        int version, @Nullable String backing, long incompatible, boolean encrypted, boolean dataFile, long size) {
    private static final int LONGEST_NAME = 1023;
    private static final int V2_LENGTH = 72;
    private static final int V3_LENGTH = 104;
    private static final int FIRST_CLUSTER = 1 << 16;

    private static final int EXTENSION_DATA_FILE = 0x44415441;
    private static final int EXTENSIONS_END = 0;

    private static final long DIRTY = 1;
    private static final long CORRUPT = 1 << 1;
    private static final long DATA_FILE = 1 << 2;
    private static final long COMPRESSION = 1 << 3;
    private static final long EXTENDED_L2 = 1 << 4;

    /** Of data that begin as qcow2 do. */
    static Qcow2Header of(Peek data) throws IOException {
        ByteBuffer head = data.bytes(0, V3_LENGTH);
        int version = head.getInt(4);
        long backingAt = head.getLong(8);
        int backingLength = head.getInt(16);
        long incompatible = version >= 3 ? head.getLong(72) : 0;
        int length = version >= 3 ? head.getInt(100) : V2_LENGTH;
        return new Qcow2Header(
                version,
                backingAt == 0 ? null : name(data, backingAt, backingLength),
                incompatible,
                head.getInt(32) != 0,
                (incompatible & DATA_FILE) != 0 || namesDataFile(data, length),
                head.getLong(24));
    }

    private static String name(Peek data, long at, int length) throws IOException {
        byte[] name = data.bytes(at, Math.clamp(length, 0, LONGEST_NAME)).array();
        return new String(name, StandardCharsets.UTF_8);
    }

    private static boolean namesDataFile(Peek data, int from) throws IOException {
        ByteBuffer cluster = data.bytes(0, FIRST_CLUSTER);
        long at = from;
        while (at >= V2_LENGTH && at + 8 <= FIRST_CLUSTER) {
            int type = cluster.getInt((int) at);
            if (type == EXTENSIONS_END || type == EXTENSION_DATA_FILE) {
                return type == EXTENSION_DATA_FILE;
            }
            long length = Integer.toUnsignedLong(cluster.getInt((int) at + 4));
            at += 8 + (length + 7) / 8 * 8;
        }
        return false;
    }

    /** @return what is against using it as an image; null: nothing */
    @Nullable String against() {
        if (version != 2 && version != 3) {
            return "its version of qcow is " + version + ", not 2 or 3";
        }
        if (backing != null) {
            return "it lies over another file";
        }
        if (dataFile) {
            return "its data are in another file";
        }
        if (encrypted) {
            return "it is encrypted";
        }
        if ((incompatible & CORRUPT) != 0) {
            return "it is marked as corrupt";
        }
        return (incompatible & ~(DIRTY | COMPRESSION | EXTENDED_L2)) == 0 ? null : "it has features that are not known";
    }
}
