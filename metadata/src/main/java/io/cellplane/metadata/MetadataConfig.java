package io.cellplane.metadata;

import io.cellplane.contracts.Patience;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.process.SecretFiles;
import io.cellplane.process.config.HealthSettings;
import io.cellplane.process.config.Range;
import java.nio.file.Path;
import java.time.Duration;

/** {@code metadata.yaml}; the words there say what each value means. */
public record MetadataConfig(
        String name, String cell, Database database, Guests guests, HealthSettings health, Patience patience) {

    /** The cell's own database. */
    public record Database(
            String url,
            String user,
            String passwordFile,
            @Range(least = 1) int pool) {
        DatabaseSettings settings() {
            return new DatabaseSettings(url, user, SecretFiles.password(passwordFile)).withPool(pool);
        }
    }

    /** Where guests come in, and how much of them. */
    public record Guests(
            String host,
            @Range(least = 0, most = 65_535) int port,
            String sharedSecretFile,
            String vendorData,
            Duration kept,
            @Range(least = 1) int keptMb,
            @Range(least = 1) int atOnce) {

        /** @throws IllegalStateException where there is no secret: whoever came could say that he is any guest */
        GuestSettings settings() {
            String secret = sharedSecretFile.isBlank() ? "" : SecretFiles.password(sharedSecretFile);
            if (secret.isBlank()) {
                throw new IllegalStateException(
                        "cellplane.guests.shared-secret-file names no secret: without the one that"
                                + " Neutron's metadata agent signs with, whoever comes could read what any guest is told");
            }
            return new GuestSettings(
                    host, port, secret, vendorData.isBlank() ? null : Path.of(vendorData), kept, keptMb, atOnce);
        }
    }
}
