package io.cellplane.api;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Schema;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.openstack.image.Images;
import io.cellplane.openstack.network.Networks;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** What the process reaches, made from its configuration where nobody passed it in; nothing is called yet. */
@Factory
final class Connections {
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
                        text("cellplane.database.url"), text("cellplane.database.user"), secret("cellplane.database"))
                .withPool(settings.getRequiredProperty("cellplane.database.pool", Integer.class));
        Schema.API.check(database);
        return ApiDatabase.open(database, Clock.systemUTC());
    }

    @Singleton
    @Secondary
    @Bean(preDestroy = "close")
    OpenStack openStack() {
        Endpoints endpoints = new Endpoints(
                URI.create(text("cellplane.identity.url")),
                URI.create(text("cellplane.image.url")),
                URI.create(text("cellplane.network.url")));
        ServiceCredential credential = new ServiceCredential(
                text("cellplane.identity.user"),
                text("cellplane.identity.user-domain"),
                secret("cellplane.identity"),
                text("cellplane.identity.project"),
                text("cellplane.identity.project-domain"));
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
        return settings.getRequiredProperty(name, String.class);
    }

    /** Secrets lie in files; the file's last line break does not belong to it. */
    private String secret(String of) {
        Path file = Path.of(text(of + ".password-file"));
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException("the secret of " + of + " cannot be read", e);
        }
    }
}
