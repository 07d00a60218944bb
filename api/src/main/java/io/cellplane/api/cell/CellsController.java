package io.cellplane.api.cell;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.ask.BusCheck;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Secrets;
import io.cellplane.db.cells.CellLoad;
import io.cellplane.db.cells.Cells;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /os-cellplane-cells}. */
@Controller("/v2.1/os-cellplane-cells")
@ExecuteOn(TaskExecutors.BLOCKING)
final class CellsController {
    private static final String CELL = "cell";
    private static final String DISABLE = "disable";
    private static final String ENABLE = "enable";

    private final ApiDatabase api;
    private final Cells cells;
    private final CellHealth health;
    private final CellCheck check;
    private final BusCheck bus;

    CellsController(
            ApiDatabase api,
            CellDatabases databases,
            Secrets secrets,
            CellHealth health,
            CellCheck check,
            BusCheck bus) {
        this.api = api;
        this.cells = new Cells(api, databases, secrets);
        this.health = health;
        this.check = check;
        this.bus = bus;
    }

    @Get
    @Route(rule = Rule.CELLPLANE_CELLS_LIST, owner = Route.Owner.ADMIN)
    Map<String, Object> list(Call call) {
        return Map.of("cells", api.cells().all().stream().map(CellView::of).toList());
    }

    @Post
    @Route(rule = Rule.CELLPLANE_CELLS_CREATE, owner = Route.Owner.ADMIN, body = "cellplane-cells/create")
    HttpResponse<?> create(Call call) {
        JsonNode asked = call.body().path(CELL);
        JsonNode database = asked.path("database");
        String name = asked.path("name").asText();
        String busUrl = asked.path("bus_url").asText();
        checkBus(name, busUrl);
        String uuid = text(asked, "uuid");
        CellRow made = cells.create(new Cells.New(
                name,
                uuid == null ? null : UUID.fromString(uuid),
                new DatabaseSettings(
                        database.path("url").asText(),
                        database.path("user").asText(),
                        database.path("password").asText()),
                busUrl,
                Values.bool(asked.path("disabled"), false)));
        return HttpResponse.created(Map.of(CELL, CellView.of(made)));
    }

    private void checkBus(String cell, @Nullable String url) {
        if (url != null && !bus.answers(url)) {
            throw Failure.CELL_UNUSABLE.refused("bus", url, cell, "it does not answer, or does not take this API");
        }
    }

    private static @Nullable String text(JsonNode node, String key) {
        return node.hasNonNull(key) ? node.path(key).asText() : null;
    }

    @Get("/{cell}")
    @Route(rule = Rule.CELLPLANE_CELLS_SHOW, owner = Route.Owner.ADMIN)
    Map<String, Object> show(Call call, String cell) {
        CellRow row = cells.find(cell);
        CellHealth.Both both = health.of(row);
        CellCheck.Checked checked = check.of(row, both);
        return Map.of(
                CELL,
                CellView.of(
                        row,
                        CellLoad.of(api, cell),
                        both,
                        checked.notAsked().isEmpty() ? checked.mismatches().size() : null));
    }

    @Put("/{cell}")
    @Route(rule = Rule.CELLPLANE_CELLS_UPDATE, owner = Route.Owner.ADMIN, body = "cellplane-cells/update")
    Map<String, Object> update(Call call, String cell) {
        JsonNode asked = call.body().path(CELL);
        JsonNode database = asked.path("database");
        Cells.Change change = new Cells.Change(
                text(database, "url"), text(database, "user"), text(database, "password"), text(asked, "bus_url"));
        cells.find(cell);
        checkBus(cell, change.busUrl());
        return Map.of(CELL, CellView.of(cells.update(cell, change)));
    }

    @Delete("/{cell}")
    @Route(rule = Rule.CELLPLANE_CELLS_DELETE, owner = Route.Owner.ADMIN)
    HttpResponse<?> delete(Call call, String cell) {
        cells.delete(cell);
        return HttpResponse.noContent();
    }

    @Post("/{cell}/action")
    @Route(
            owner = Route.Owner.ADMIN,
            actions = {
                @Route.Action(name = DISABLE, rule = Rule.CELLPLANE_CELLS_DISABLE, body = "cellplane-cells/disable"),
                @Route.Action(name = ENABLE, rule = Rule.CELLPLANE_CELLS_ENABLE, body = "cellplane-cells/enable")
            })
    HttpResponse<?> act(Call call, String cell) {
        cells.disable(cell, call.action().equals(DISABLE));
        return HttpResponse.accepted();
    }

    @Get("/{cell}/verify")
    @Route(rule = Rule.CELLPLANE_CELLS_VERIFY, owner = Route.Owner.ADMIN)
    Map<String, Object> verify(Call call, String cell) {
        CellRow row = cells.find(cell);
        CellCheck.Checked checked = check.of(row, health.of(row));
        return Map.of(
                "verify",
                Map.of(
                        CELL,
                        cell,
                        "mismatches",
                        checked.mismatches().stream().map(CellView::of).toList(),
                        "not_asked",
                        checked.notAsked()));
    }
}
