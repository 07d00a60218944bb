package io.cellplane.contracts.host;

import java.util.UUID;

/**
 * An image that is to become a root disk. What is declared here is believed of the format and compared with the data for
 * the rest: data from elsewhere are never looked into.
 *
 * @param size in bytes
 * @param sha512 in hexadecimal
 */
public record RootImage(UUID image, Grant read, String format, long size, String sha512) {}
