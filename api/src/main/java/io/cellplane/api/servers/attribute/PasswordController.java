package io.cellplane.api.servers.attribute;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.lists.Listed;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;

/**
 * {@code /servers/{id}/os-server-password}: what the server's guest has posted to its cell's metadata process. Only its user
 * can read it, who has the key; once it is forgotten the guest may post another one.
 */
@Controller("/v2.1/servers/{id}/os-server-password")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PasswordController {
    private final ServerAccess access;
    private final AttributeWrites attributes;
    private final CellDatabases cells;

    PasswordController(ServerAccess access, AttributeWrites attributes, CellDatabases cells) {
        this.access = access;
        this.attributes = attributes;
        this.cells = cells;
    }

    @Get
    @Route(rule = Rule.SERVER_PASSWORD_SHOW)
    Map<String, String> show(Call call, String id) {
        Listed server = access.server(call, id);
        String cell = server.cell();
        return Map.of("password", cell == null ? "" : posted(call, cell, server));
    }

    private String posted(Call call, String name, Listed server) {
        try {
            return cells.read(
                    name,
                    (CellDatabase cell) -> cell.extras()
                            .find(server.row().uuid())
                            .map(ExtraRow::password)
                            .orElse(""));
        } catch (CellAway e) {
            throw ServerAccess.away(call, e);
        }
    }

    @Delete
    @Route(rule = Rule.SERVER_PASSWORD_CLEAR)
    HttpResponse<?> clear(Call call, String id) {
        // One that no cell has yet has no guest that could have posted anything.
        if (access.server(call, id).cell() != null) {
            attributes.write(
                    call,
                    id,
                    "clear password",
                    true,
                    (cell, row) -> cell.extras().clearPassword(row.uuid()));
        }
        return HttpResponse.noContent();
    }
}
