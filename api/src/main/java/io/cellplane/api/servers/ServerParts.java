package io.cellplane.api.servers;

import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.lists.ServerLists;
import io.cellplane.db.lists.ServerReads;
import io.cellplane.process.PatienceSettings;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;

/** How servers are read, and how long for. */
@Factory
final class ServerParts {

    @Singleton
    @Requires(missingBeans = Patience.class)
    Patience patience(Environment settings) {
        return PatienceSettings.of(settings);
    }

    @Singleton
    ServerReads reads(ApiDatabase api, CellDatabases cells) {
        return new ServerReads(api, cells);
    }

    @Singleton
    ServerLists lists(ApiDatabase api, CellDatabases cells, Patience patience) {
        return new ServerLists(api, cells, patience.listWait());
    }
}
