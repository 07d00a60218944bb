package io.cellplane.contracts.host;

import java.util.Map;
import java.util.UUID;

/**
 * The image that a guest is made from. What is declared here is what the image service says of it: hosts compare the data
 * with it and never guess.
 *
 * @param read for fetching the data
 * @param format as declared, {@code raw}, {@code qcow2}…
 * @param size of the data, in bytes
 * @param hashes of the data, in hexadecimal, by algorithm: what {@code os_hash_algo} names, and {@code md5} for the checksum
 */
public record BaseImage(UUID image, Grant read, String format, long size, Map<String, String> hashes) {
    public BaseImage {
        hashes = hashes == null ? Map.of() : Map.copyOf(hashes);
    }
}
