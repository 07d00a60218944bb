package io.cellplane.cellworker;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.operations.temporal.TemporalSettings;
import io.cellplane.process.SecretFiles;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.util.List;

/** {@code cell-worker.yaml}; the words there say what each value means. */
@ConfigurationProperties("cellplane")
public record CellWorkerConfig(
        String name,
        List<String> cells,
        String secretKeyFile,
        Database database,
        TemporalServer temporal,
        Nats nats,
        Ratios ratios) {

    /** The API database; those of the cells are in its registry. */
    @ConfigurationProperties("database")
    public record Database(String url, String user, String passwordFile, int pool) {
        DatabaseSettings settings() {
            return new DatabaseSettings(url, user, SecretFiles.password(passwordFile)).withPool(pool);
        }
    }

    /** The Temporal server. */
    @ConfigurationProperties("temporal")
    public record TemporalServer(String address, String namespace, String certificateFile, String keyFile) {
        public TemporalSettings settings() {
            return new TemporalSettings(address, namespace, certificateFile, keyFile);
        }
    }

    /** Who this process is on its cells' buses; their addresses are in the registry. */
    @ConfigurationProperties("nats")
    public record Nats(String user, String passwordFile) {}

    /** How a host's inventory is offered to placement. */
    @ConfigurationProperties("ratios")
    public record Ratios(double cpu, double ram, double disk, int reservedMemoryMb, int reservedDiskGb) {}
}
