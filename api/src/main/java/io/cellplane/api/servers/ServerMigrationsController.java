package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.lists.Listed;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /servers/{id}/migrations}: live migrations that are under way, of which there are none so far. */
@Controller("/v2.1/servers/{id}/migrations")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ServerMigrationsController {
    private final ApiDatabase api;
    private final ServerAccess access;

    ServerMigrationsController(ApiDatabase api, ServerAccess access) {
        this.api = api;
        this.access = access;
    }

    @Get
    @Route(rule = Rule.SERVERS_MIGRATIONS_INDEX, owner = Route.Owner.ADMIN, min = "2.23")
    Map<String, Object> index(Call call, String id) {
        access.here(call, id, false);
        return Map.of("migrations", List.of());
    }

    @Get("/{migration}")
    @Route(rule = Rule.SERVERS_MIGRATIONS_SHOW, owner = Route.Owner.ADMIN, min = "2.23")
    Map<String, Object> show(Call call, String id, String migration) {
        Listed server = access.here(call, id, false).server();
        Optional<MigrationRow> row = migration.matches("[0-9]{1,9}")
                ? api.migrations().numbered(Integer.parseInt(migration))
                : Optional.empty();
        boolean isThere =
                row.filter(one -> one.server().equals(server.row().uuid())).isPresent();
        throw (isThere ? Failure.MIGRATION_NOT_LIVE : Failure.MIGRATION_NOT_FOUND).refused(migration, id);
    }
}
