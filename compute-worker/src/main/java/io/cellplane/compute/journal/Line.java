package io.cellplane.compute.journal;

import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One line: a JSON object, a blank, and the CRC-32C of the object's bytes in eight hex digits. A line of an older version
 * has no checksum; an older version reads the object and looks no further.
 */
final class Line {
    private static final int CHECKSUM = " 01234567".length();

    private Line() {}

    /** Without the end of the line. */
    static byte[] of(Object content) {
        byte[] json = Wire.encode(content);
        byte[] line = Arrays.copyOf(json, json.length + CHECKSUM);
        System.arraycopy(checksum(json), 0, line, json.length, CHECKSUM);
        return line;
    }

    /** Its content; empty when the line is damaged. */
    static <T> Optional<T> read(byte[] line, Class<T> type) {
        int end = line.length - CHECKSUM;
        boolean summed = end > 0 && line[end] == ' ';
        byte[] json = summed ? Arrays.copyOf(line, end) : line;
        boolean whole = summed
                ? Arrays.equals(line, end, line.length, checksum(json), 0, CHECKSUM)
                : line.length > 0 && line[line.length - 1] == '}';
        try {
            return whole ? Optional.of(Wire.decode(json, type)) : Optional.empty();
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    private static byte[] checksum(byte[] json) {
        CRC32C sum = new CRC32C();
        sum.update(json);
        return (" " + HexFormat.of().toHexDigits(sum.getValue(), CHECKSUM - 1)).getBytes(StandardCharsets.US_ASCII);
    }
}
