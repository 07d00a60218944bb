package io.cellplane.standalone.cloud;

import io.cellplane.contracts.Patience;
import io.cellplane.db.control.Quota;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a cloud is to be.
 *
 * @param data the folder that holds all of it; one cloud at a time
 * @param programs where MariaDB's programs are unpacked; may be shared by many
 * @param hosts how many simulated hosts each cell has
 * @param spawn how long each of them takes to make a guest
 * @param memoryTemporal the in-memory Temporal, whatever else there is
 * @param fast gives up that the data survive a loss of power: for tests
 * @param quota the limits of each project; empty for the defaults
 */
public record CloudOptions(
        Path data,
        Path programs,
        Ports ports,
        int hosts,
        HostSize size,
        Duration spawn,
        boolean memoryTemporal,
        boolean fast,
        Patience patience,
        Optional<Quota.Limits> quota) {
    private static final int HOSTS = 4;

    /** As {@code up} starts it. */
    public static CloudOptions in(Path data, Path programs) {
        return new CloudOptions(
                data.toAbsolutePath().normalize(),
                programs.toAbsolutePath().normalize(),
                Ports.known(),
                HOSTS,
                HostSize.standard(),
                Duration.ZERO,
                false,
                false,
                Patience.standard(),
                Optional.empty());
    }

    /** Where a Temporal of its own keeps what it has. */
    public Path temporalData() {
        return data.resolve("temporal");
    }

    public CloudOptions withPorts(Ports other) {
        return new CloudOptions(data, programs, other, hosts, size, spawn, memoryTemporal, fast, patience, quota);
    }

    public CloudOptions withHosts(int count, HostSize each) {
        return new CloudOptions(data, programs, ports, count, each, spawn, memoryTemporal, fast, patience, quota);
    }

    public CloudOptions withSpawn(Duration delay) {
        return new CloudOptions(data, programs, ports, hosts, size, delay, memoryTemporal, fast, patience, quota);
    }

    public CloudOptions withMemoryTemporal(boolean yes) {
        return new CloudOptions(data, programs, ports, hosts, size, spawn, yes, fast, patience, quota);
    }

    public CloudOptions withFast(boolean yes) {
        return new CloudOptions(data, programs, ports, hosts, size, spawn, memoryTemporal, yes, patience, quota);
    }

    public CloudOptions withPatience(Patience other) {
        return new CloudOptions(data, programs, ports, hosts, size, spawn, memoryTemporal, fast, other, quota);
    }

    public CloudOptions withQuota(Quota.Limits limits) {
        return new CloudOptions(
                data, programs, ports, hosts, size, spawn, memoryTemporal, fast, patience, Optional.of(limits));
    }
}
