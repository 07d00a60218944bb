package io.cellplane.conductor;

import io.cellplane.contracts.Patience;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.openstack.ServiceSettings;
import io.cellplane.process.SecretFiles;
import io.cellplane.process.config.HealthSettings;
import io.cellplane.process.config.Range;
import io.cellplane.temporal.client.TemporalSettings;

/** {@code conductor.yaml}; the words there say what each value means. */
public record ConductorConfig(
        String name,
        @Range(least = 1) int maxAttempts,
        String secretKeyFile,
        Database database,
        TemporalSettings temporal,
        ServiceSettings services,
        HealthSettings health,
        Patience patience) {

    /** The API database. */
    public record Database(
            String url,
            String user,
            String passwordFile,
            @Range(least = 1) int pool) {
        DatabaseSettings settings() {
            return new DatabaseSettings(url, user, SecretFiles.password(passwordFile)).withPool(pool);
        }
    }
}
