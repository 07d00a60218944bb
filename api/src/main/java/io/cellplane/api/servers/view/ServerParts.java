package io.cellplane.api.servers.view;

import io.cellplane.api.ApiConfig;
import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.lists.ServerLists;
import io.cellplane.db.lists.ServerReads;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** How servers are read, and how long for. */
@Factory
final class ServerParts {

    @Singleton
    @Requires(missingBeans = Patience.class)
    Patience patience(ApiConfig config) {
        return config.patience();
    }

    @Singleton
    ServerReads reads(ApiDatabase api, CellDatabases cells) {
        return new ServerReads(api, cells);
    }

    @Singleton
    ServerLists lists(ApiDatabase api, CellDatabases cells, Patience patience) {
        return new ServerLists(api, cells, patience.waits().list());
    }
}
