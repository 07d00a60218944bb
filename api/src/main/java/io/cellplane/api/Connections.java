package io.cellplane.api;

import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.KeyFile;
import io.cellplane.db.Secrets;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.openstack.image.Images;
import io.cellplane.openstack.network.Networks;
import io.cellplane.operations.temporal.Temporal;
import io.cellplane.operations.temporal.TemporalSettings;
import io.cellplane.process.SecretFiles;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What the process reaches, made from its configuration where nobody passed it in; nothing is called yet. */
@Factory
final class Connections {
    /** A database that is away is said to be away within about two seconds, whatever it does. */
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration SERVICE_TIMEOUT = Duration.ofSeconds(10);

    private final Environment settings;

    Connections(Environment settings) {
        this.settings = settings;
    }

    @Singleton
    @Secondary
    @Bean(preDestroy = "close")
    ApiDatabase apiDatabase() {
        DatabaseSettings database = new DatabaseSettings(
                        text("database.url"),
                        text("database.user"),
                        SecretFiles.password(text("database.password-file")))
                .withPool(number("database.pool"))
                .within(CONNECT, ANSWER);
        return ApiDatabase.open(database, Clock.systemUTC());
    }

    @Singleton
    @Secondary
    Secrets secrets() {
        return new Secrets(KeyFile.read(text("secret-key-file")));
    }

    @Singleton
    @Secondary
    @Bean(preDestroy = "close")
    CellDatabases cells(ApiDatabase api, Secrets secrets, Patience patience) {
        return new CellDatabases(api, secrets, patience.showWait());
    }

    @Singleton
    @Secondary
    @Bean(preDestroy = "close")
    Temporal temporal() {
        return new Temporal(
                new TemporalSettings(
                        text("temporal.address"),
                        text("temporal.namespace"),
                        text("temporal.certificate-file"),
                        text("temporal.key-file")),
                "api/" + text("name"),
                number("max-attempts"),
                List.of());
    }

    @Singleton
    @Secondary
    @Bean(preDestroy = "close")
    OpenStack openStack() {
        Endpoints endpoints = new Endpoints(
                URI.create(text("services.identity-url")),
                URI.create(text("services.image-url")),
                URI.create(text("services.network-url")));
        ServiceCredential credential = ServiceCredential.of(
                text("services.user"), SecretFiles.password(text("services.password-file")), text("services.project"));
        return new OpenStack(endpoints, credential, SERVICE_TIMEOUT);
    }

    @Singleton
    @Secondary
    Identity identity(OpenStack services) {
        return services.identity();
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

    private String text(String name) {
        return settings.getRequiredProperty("cellplane." + name, String.class);
    }

    private int number(String name) {
        return settings.getRequiredProperty("cellplane." + name, Integer.class);
    }
}
