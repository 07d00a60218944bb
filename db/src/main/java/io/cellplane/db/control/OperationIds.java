package io.cellplane.db.control;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Ids of operations: version 7, so that they sort by the time at which they were minted. */
public final class OperationIds {
    private static final SecureRandom RANDOM = new SecureRandom();

    private OperationIds() {}

    public static UUID next(Instant now) {
        long random = RANDOM.nextLong();
        long high = (now.toEpochMilli() << 16) | 0x7000L | (random & 0xFFFL);
        long low = (RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
