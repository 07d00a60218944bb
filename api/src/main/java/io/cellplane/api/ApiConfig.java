package io.cellplane.api;

import io.cellplane.contracts.Patience;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.openstack.Endpoints;
import io.cellplane.process.SecretFiles;
import io.cellplane.process.config.HealthSettings;
import io.cellplane.process.config.Range;
import io.cellplane.temporal.client.TemporalSettings;
import java.net.URI;

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
        Services services,
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

    /** Identity, image and network, and who Cellplane is to them. */
    public record Services(
            URI identityUrl, URI imageUrl, URI networkUrl, String user, String passwordFile, String project) {
        Endpoints endpoints() {
            return new Endpoints(identityUrl, imageUrl, networkUrl);
        }
    }
}
