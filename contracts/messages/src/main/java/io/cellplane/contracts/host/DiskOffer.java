package io.cellplane.contracts.host;

import java.util.Map;

/**
 * The disks of a kept guest, which one other host may copy.
 *
 * @param host that offers them, as others reach it
 * @param key secret, in hexadecimal
 * @param disks how large each is, in bytes, by the names below
 */
public record DiskOffer(String host, int port, String key, Map<String, Long> disks) {
    public static final String ROOT = "root";
    public static final String EPHEMERAL = "ephemeral";
    /** What the guest's UEFI keeps. */
    public static final String UEFI = "uefi";

    /** Never shows the key. */
    @Override
    public String toString() {
        return "DiskOffer[" + host + ":" + port + " " + disks + "]";
    }
}
