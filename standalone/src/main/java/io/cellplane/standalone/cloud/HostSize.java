package io.cellplane.standalone.cloud;

/** What each simulated host has; memory in MiB, disk in GiB. */
public record HostSize(int vcpus, int memoryMb, int diskGb) {

    /** A common two-socket machine. */
    public static HostSize standard() {
        return new HostSize(64, 262_144, 4096);
    }
}
