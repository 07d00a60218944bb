package io.cellplane.conductor;

import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.KeyFile;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.ServiceSettings;
import io.cellplane.openstack.doctor.Rounds;
import io.cellplane.process.SecretFiles;
import io.cellplane.process.Service;
import io.cellplane.process.config.Configuration;
import io.cellplane.temporal.client.Temporal;
import java.time.Clock;
import java.util.List;

/** The conductor's process. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Service.run("conductor", Main::start);
    }

    private static void start(Service service) throws InterruptedException {
        ConductorConfig config =
                Configuration.of("conductor", ConductorConfig.class).settings();
        Patience patience = config.patience();
        service.serveHealth(config.health(), Schema.versions());
        Secrets secrets = new Secrets(KeyFile.read(config.secretKeyFile()));
        ServiceSettings services = config.services();
        OpenStack openstack = service.add(new OpenStack(
                services.endpoints(),
                services.credential(SecretFiles.password(services.passwordFile())),
                services.wire()));
        Rounds rounds = service.add(new Rounds(openstack.doctor(false)).start(Rounds.USUAL));
        service.readiness().advise(rounds::found);
        service.await(
                "the API database", () -> Schema.API.check(config.database().settings()));
        ApiDatabase api = service.add(ApiDatabase.open(config.database().settings(), Clock.systemUTC()));
        CellDatabases cells =
                service.add(new CellDatabases(api, secrets, patience.waits().show()));
        Temporal temporal = service.add(
                new Temporal(config.temporal(), "conductor/" + config.name(), config.maxAttempts(), List.of()));
        Figures.serve(service.meters(), api, cells);
        service.await("Temporal", temporal::check);
        service.add(new Conductor(api, cells, openstack, secrets, temporal, patience, Conductor.Slots.standard()))
                .start();
        service.readiness().need("the API database", api.database()::answers);
        service.readiness().need("Temporal", temporal::answers);
    }
}
