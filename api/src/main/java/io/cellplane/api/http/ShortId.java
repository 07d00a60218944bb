package io.cellplane.api.http;

import java.util.UUID;

/** The number that microversions before 2.53 show instead of a service's or hypervisor's uuid. */
public final class ShortId {
    private ShortId() {}

    /** The same for one uuid always, in every process. */
    public static int of(UUID uuid) {
        return uuid.hashCode() & Integer.MAX_VALUE;
    }
}
