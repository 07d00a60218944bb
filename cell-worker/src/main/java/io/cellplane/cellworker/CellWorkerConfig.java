package io.cellplane.cellworker;

import io.cellplane.contracts.Patience;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.process.SecretFiles;
import io.cellplane.process.config.HealthSettings;
import io.cellplane.process.config.Range;
import io.cellplane.temporal.client.TemporalSettings;
import java.util.List;

/** {@code cell-worker.yaml}; the words there say what each value means. */
public record CellWorkerConfig(
        String name,
        @Range(least = 1) List<String> cells,
        String secretKeyFile,
        Database database,
        TemporalSettings temporal,
        Nats nats,
        Ratios ratios,
        Believed believed,
        HealthSettings health,
        Patience patience) {

    /** The API database; those of the cells are in its registry. */
    public record Database(
            String url,
            String user,
            String passwordFile,
            @Range(least = 1) int pool) {
        DatabaseSettings settings() {
            return new DatabaseSettings(url, user, SecretFiles.password(passwordFile)).withPool(pool);
        }
    }

    /** Who this process is on its cells' buses; their addresses are in the registry. */
    public record Nats(String user, String passwordFile) {}

    /** How a host's inventory is offered to placement. */
    public record Ratios(
            @Range(least = 0.01) double cpu,
            @Range(least = 0.01) double ram,
            @Range(least = 0.01) double disk,
            @Range(least = 0) int reservedMemoryMb,
            @Range(least = 0) int reservedDiskGb) {}

    /** The most of a host that is offered although no operator has approved it. */
    public record Believed(
            @Range(least = 1) int vcpus,
            @Range(least = 1) int memoryMb,
            @Range(least = 1) int diskGb) {}
}
