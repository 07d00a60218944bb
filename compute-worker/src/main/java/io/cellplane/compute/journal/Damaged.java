package io.cellplane.compute.journal;

import java.time.Instant;

/**
 * A line that was not what had been written, as it was found.
 *
 * @param offset of its first byte in the file
 * @param line a character for each byte
 */
record Damaged(Instant found, long offset, String line) {}
