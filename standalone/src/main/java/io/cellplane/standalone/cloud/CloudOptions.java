package io.cellplane.standalone.cloud;

import io.cellplane.contracts.Patience;
import io.cellplane.db.control.Quota;
import io.cellplane.process.SecretFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a cloud is to be.
 *
 * @param data the folder that holds all of it; one cloud at a time
 * @param programs where MariaDB's programs are unpacked; may be shared by many
 * @param cells how many, {@code cell1} and so on
 * @param hosts how many hosts each cell has
 * @param spawn how long each of them takes to make a guest
 * @param memoryTemporal the in-memory Temporal, whatever else there is
 * @param fast gives up that the data survive a loss of power: for tests
 * @param quota the API's settings of limits, by their whole names; what is not there is as it is by default
 * @param elsewhere the services that it uses; null: stand-ins of its own
 */
public record CloudOptions(
        Path data,
        Path programs,
        Ports ports,
        int cells,
        int hosts,
        HostSize size,
        Duration spawn,
        boolean memoryTemporal,
        boolean fast,
        Patience patience,
        Map<String, Object> quota,
        @Nullable Elsewhere elsewhere) {
    private static final int CELLS = 2;
    private static final int HOSTS = 4;

    /** As {@code up} starts it. */
    public static CloudOptions in(Path data, Path programs) {
        return new CloudOptions(
                data.toAbsolutePath().normalize(),
                programs.toAbsolutePath().normalize(),
                Ports.known(),
                CELLS,
                HOSTS,
                HostSize.standard(),
                Duration.ZERO,
                false,
                false,
                Patience.standard(),
                Map.of(),
                null);
    }

    /** Where a Temporal of its own keeps what it has. */
    public Path temporalData() {
        return data.resolve("temporal");
    }

    /** Of all cells but cell0. */
    public List<String> cellNames() {
        return IntStream.rangeClosed(1, cells)
                .mapToObj(number -> "cell" + number)
                .toList();
    }

    public CloudOptions withCells(int count) {
        return new CloudOptions(
                data, programs, ports, count, hosts, size, spawn, memoryTemporal, fast, patience, quota, elsewhere);
    }

    public CloudOptions withPorts(Ports other) {
        return new CloudOptions(
                data, programs, other, cells, hosts, size, spawn, memoryTemporal, fast, patience, quota, elsewhere);
    }

    public CloudOptions withHosts(int count, HostSize each) {
        return new CloudOptions(
                data, programs, ports, cells, count, each, spawn, memoryTemporal, fast, patience, quota, elsewhere);
    }

    public CloudOptions withSpawn(Duration delay) {
        return new CloudOptions(
                data, programs, ports, cells, hosts, size, delay, memoryTemporal, fast, patience, quota, elsewhere);
    }

    public CloudOptions withMemoryTemporal(boolean yes) {
        return new CloudOptions(
                data, programs, ports, cells, hosts, size, spawn, yes, fast, patience, quota, elsewhere);
    }

    public CloudOptions withFast(boolean yes) {
        return new CloudOptions(
                data, programs, ports, cells, hosts, size, spawn, memoryTemporal, yes, patience, quota, elsewhere);
    }

    public CloudOptions withPatience(Patience other) {
        return new CloudOptions(
                data, programs, ports, cells, hosts, size, spawn, memoryTemporal, fast, other, quota, elsewhere);
    }

    public CloudOptions withQuota(Quota.Limits limits) {
        return withQuotaSettings(Map.of(
                "cellplane.quota.instances", limits.instances(),
                "cellplane.quota.cores", limits.cores(),
                "cellplane.quota.ram", limits.ram()));
    }

    public CloudOptions withQuotaSettings(Map<String, Object> settings) {
        return new CloudOptions(
                data, programs, ports, cells, hosts, size, spawn, memoryTemporal, fast, patience, settings, elsewhere);
    }

    public CloudOptions withElsewhere(@Nullable Elsewhere services) {
        return new CloudOptions(
                data, programs, ports, cells, hosts, size, spawn, memoryTemporal, fast, patience, quota, services);
    }

    /** Of the administrator in whose name the commands ask. */
    public String adminPassword(CloudSecrets secrets) {
        return elsewhere == null
                ? secrets.users().admin()
                : SecretFiles.password(elsewhere.adminPasswordFile().toString());
    }

    /** Of the user {@code demo}; empty where nobody knows of one. */
    public String demoPassword(CloudSecrets secrets) {
        return elsewhere == null || elsewhere.debian() ? secrets.users().demo() : "";
    }
}
