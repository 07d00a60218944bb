package io.cellplane.contracts.server;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A flavor as it was when the server was made: the server does not depend on the flavor's further fate. Sizes in MiB and GiB. */
public record FlavorSpec(
        String flavorid,
        String name,
        int vcpus,
        int memoryMb,
        int rootGb,
        int ephemeralGb,
        int swapMb,
        double rxtxFactor,
        @Nullable String description,
        Map<String, String> extraSpecs) {

    /** The disk that a host must have for it, in GiB; swap rounds up, as placement counts it. */
    public int diskGb() {
        return rootGb + ephemeralGb + (swapMb + 1023) / 1024;
    }
}
