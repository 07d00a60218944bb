package io.cellplane.api;

import io.cellplane.contracts.Patience;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.openstack.ServiceSettings;
import io.cellplane.process.SecretFiles;
import io.cellplane.process.config.HealthSettings;
import io.cellplane.process.config.Range;
import io.cellplane.temporal.client.TemporalSettings;

/**
 * {@code cellplane-api.yaml}; the words there say what each value means.
 *
 * @param allowResizeToSameHost whether a resize may choose the host that the server is on
 */
public record ApiConfig(
        ApiSettings api,
        QuotaSettings quota,
        ServerSettings servers,
        String name,
        boolean allowResizeToSameHost,
        @Range(least = 1) int maxAttempts,
        String secretKeyFile,
        Database database,
        TemporalSettings temporal,
        Nats nats,
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

    /** Who this process is on the cells' buses; their addresses are in the registry. */
    public record Nats(String user, String passwordFile) {}
}
