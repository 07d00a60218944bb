package io.cellplane.conductor;

import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.operations.temporal.Temporal;
import io.cellplane.process.Configuration;
import io.cellplane.process.Logging;
import io.cellplane.process.Parts;
import io.cellplane.process.PatienceSettings;
import io.cellplane.process.SecretFiles;
import io.micronaut.context.ApplicationContext;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The conductor's process. */
public final class Main {
    private static final Duration SERVICE_CALL = Duration.ofSeconds(10);

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logging.begin();
        Parts parts = new Parts();
        Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "stop"));
        try (ApplicationContext context = Configuration.of("conductor")) {
            ConductorConfig config = context.getBean(ConductorConfig.class);
            Patience patience = PatienceSettings.of(context);
            Schema.API.check(config.database().settings());
            ApiDatabase api = parts.add(ApiDatabase.open(config.database().settings(), Clock.systemUTC()));
            CellDatabases cells = parts.add(
                    new CellDatabases(api, new Secrets(SecretFiles.key(config.secretKeyFile())), patience.showWait()));
            ConductorConfig.Services services = config.services();
            OpenStack openstack = parts.add(new OpenStack(
                    services.endpoints(),
                    ServiceCredential.of(
                            services.user(), SecretFiles.password(services.passwordFile()), services.project()),
                    SERVICE_CALL));
            Temporal temporal = parts.add(new Temporal(
                    config.temporal().address(),
                    config.temporal().namespace(),
                    "conductor/" + config.name(),
                    patience,
                    config.maxAttempts()));
            parts.add(new Conductor(api, cells, openstack.networks(), temporal, patience))
                    .start();
        }
        new CountDownLatch(1).await();
    }
}
