package io.cellplane.api;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Schema;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.Presence;
import io.cellplane.db.control.ProcessRow;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.doctor.Rounds;
import io.cellplane.openstack.http.Trust;
import io.cellplane.process.Service;
import io.cellplane.process.config.Configuration;
import io.cellplane.process.health.Build;

/** The API as a process of its own. CELLPLANE_CONFIG names its YAML file; everything has a default but the secrets. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Service.run("api", Main::start);
    }

    /** Temporal need not be there: creates and deletes are accepted without it. */
    private static void start(Service service) throws InterruptedException {
        Configuration<ApiConfig> told = Configuration.of("cellplane-api", ApiConfig.class);
        Trust.check(told.settings().services().caFile());
        ApiServer server = service.add(ApiServer.prepare(told));
        service.serveHealth(told.settings().health(), Schema.versions());
        ApiDatabase api = server.part(ApiDatabase.class);
        Rounds rounds = service.add(new Rounds(server.part(OpenStack.class)
                        .doctor(told.settings().quota().unifiedLimits()))
                .start(Rounds.USUAL));
        service.readiness().advise(rounds::found);
        service.await("the API database", () -> Schema.API.check(api.database().settings()));
        service.meters().table(Metric.BREAKER_OPEN, server.part(CellDatabases.class)::breakers);
        server.listen();
        service.add(new Presence(
                        api,
                        ProcessRow.API,
                        told.settings().name(),
                        Build.here().text(),
                        server.part(Patience.class).hosts().alive())
                .start());
        service.readiness().need("the API database", api.database()::answers);
    }
}
