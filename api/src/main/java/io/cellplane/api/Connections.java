package io.cellplane.api;

import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.KeyFile;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.ServiceSettings;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.UnifiedLimits;
import io.cellplane.openstack.image.ImageProxy;
import io.cellplane.openstack.image.Images;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.Networks;
import io.cellplane.process.SecretFiles;
import io.cellplane.temporal.client.Temporal;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What the process reaches, made from its configuration where nobody passed it in; nothing is called yet. */
@Factory
final class Connections {
    /** A database that is away is said to be away within about two seconds, whatever it does. */
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final ApiConfig config;

    Connections(ApiConfig config) {
        this.config = config;
    }

    @Singleton
    @Secondary
    @Bean(preDestroy = "close")
    ApiDatabase apiDatabase() {
        return ApiDatabase.open(config.database().settings().within(CONNECT, ANSWER), Clock.systemUTC());
    }

    @Singleton
    @Secondary
    Secrets secrets() {
        return new Secrets(KeyFile.read(config.secretKeyFile()));
    }

    @Singleton
    @Secondary
    @Bean(preDestroy = "close")
    CellDatabases cells(ApiDatabase api, Secrets secrets, Patience patience) {
        return new CellDatabases(api, secrets, patience.waits().show());
    }

    @Singleton
    @Secondary
    @Bean(preDestroy = "close")
    Temporal temporal() {
        return new Temporal(config.temporal(), "api/" + config.name(), config.maxAttempts(), List.of());
    }

    @Singleton
    @Secondary
    @Bean(preDestroy = "close")
    OpenStack openStack() {
        ServiceSettings services = config.services();
        return new OpenStack(
                services.endpoints(),
                services.credential(SecretFiles.password(services.passwordFile())),
                services.wire());
    }

    @Singleton
    @Secondary
    Identity identity(OpenStack services) {
        return services.identity();
    }

    @Singleton
    @Secondary
    UnifiedLimits unifiedLimits(OpenStack services) {
        return services.unifiedLimits(config.quota().region());
    }

    @Singleton
    @Secondary
    Images images(OpenStack services) {
        return services.images();
    }

    @Singleton
    @Secondary
    Networks networks(OpenStack services) {
        return services.networks();
    }

    @Singleton
    @Secondary
    ImageProxy imageProxy(OpenStack services) {
        return services.imageProxy();
    }

    @Singleton
    @Secondary
    NetworkProxy networkProxy(OpenStack services) {
        return services.networkProxy();
    }
}
