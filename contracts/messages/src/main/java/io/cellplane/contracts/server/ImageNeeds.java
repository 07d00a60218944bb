package io.cellplane.contracts.server;

/**
 * What an image asks of a flavor.
 *
 * @param minRam MiB
 * @param minDisk GiB
 */
public record ImageNeeds(int minRam, int minDisk, long sizeBytes) {}
