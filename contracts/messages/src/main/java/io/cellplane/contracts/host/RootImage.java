package io.cellplane.contracts.host;

import java.util.UUID;

/**
 * An image that is to become a root disk. What is declared here is believed of the format and compared with the data for
 * the rest: data from elsewhere are never looked into.
 *
 * @param size of all data, in bytes
 * @param sha512 of all data, in hexadecimal
 * @param uefi how many bytes at the end of the data are no part of the disk: what the guest's UEFI keeps. 0: none, or from a
 *     relay that does not know of it
 */
public record RootImage(UUID image, Grant read, String format, long size, String sha512, long uefi) {
    /** More than any UEFI keeps, in bytes. */
    public static final long MOST_UEFI = 1 << 24;

    public RootImage(UUID image, Grant read, String format, long size, String sha512) {
        this(image, read, format, size, sha512, 0);
    }

    /** How large the disk's own data are, in bytes. */
    public long diskSize() {
        return size - uefi;
    }
}
