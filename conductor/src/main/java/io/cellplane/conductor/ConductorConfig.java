package io.cellplane.conductor;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.openstack.Endpoints;
import io.cellplane.operations.temporal.TemporalSettings;
import io.cellplane.process.SecretFiles;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.net.URI;

/** {@code conductor.yaml}; the words there say what each value means. */
@ConfigurationProperties("cellplane")
public record ConductorConfig(
        String name,
        int maxAttempts,
        String secretKeyFile,
        Database database,
        TemporalServer temporal,
        Services services) {

    /** The API database. */
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

    /** Identity, image and network, and who Cellplane is to them. */
    @ConfigurationProperties("services")
    public record Services(
            String identityUrl, String imageUrl, String networkUrl, String user, String passwordFile, String project) {
        Endpoints endpoints() {
            return new Endpoints(URI.create(identityUrl), URI.create(imageUrl), URI.create(networkUrl));
        }
    }
}
