package io.cellplane.api.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * {@code /os-server-external-events}: nudges without data. What an event says is looked up where it is true; the answer
 * to each is whether it was taken.
 */
@Controller("/v2.1/os-server-external-events")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ExternalEventsController {
    private static final String NETWORK = "network-";
    /** After these, the server's addresses may be others. */
    private static final Set<String> CHANGES = Set.of("network-changed", "network-vif-deleted");

    private final ApiDatabase api;
    private final CellDatabases cells;

    ExternalEventsController(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
    }

    @Post
    @Route(rule = Rule.SERVER_EXTERNAL_EVENTS_CREATE, owner = Route.Owner.ADMIN, body = "external-events/create")
    HttpResponse<?> create(Call call) {
        JsonNode events = call.body().path("events");
        Set<UUID> asked = StreamSupport.stream(events.spliterator(), false)
                .map(ExternalEventsController::server)
                .collect(Collectors.toSet());
        Map<UUID, Boolean> hosted = hosted(asked);
        Set<UUID> changed = new HashSet<>();
        List<Map<String, Object>> answers = new ArrayList<>();
        boolean areAllTaken = true;
        for (JsonNode event : events) {
            int code = code(event, hosted);
            boolean isTaken = code == 200;
            if (isTaken && CHANGES.contains(event.path("name").asText())) {
                changed.add(server(event));
            }
            areAllTaken &= isTaken;
            Map<String, Object> answer = new LinkedHashMap<>();
            event.properties()
                    .forEach(
                            field -> answer.put(field.getKey(), field.getValue().asText()));
            answer.put("status", isTaken ? "completed" : "failed");
            answer.put("code", code);
            answers.add(answer);
        }
        Instant now = api.clock().instant();
        api.database().run(() -> changed.forEach(server -> api.networkChanges().ask(server, now)));
        return HttpResponse.status(areAllTaken ? HttpStatus.OK : HttpStatus.MULTI_STATUS)
                .body(Map.of("events", answers));
    }

    private static UUID server(JsonNode event) {
        return UUID.fromString(event.path("server_uuid").asText());
    }

    private static int code(JsonNode event, Map<UUID, Boolean> hosted) {
        Boolean isHosted = hosted.get(server(event));
        if (isHosted == null) {
            return 404;
        }
        boolean isNetworks = event.path("name").asText().startsWith(NETWORK);
        if (!isNetworks && !event.hasNonNull("tag")) {
            return 400;
        }
        // Of what else there is nothing here that could take it.
        return isNetworks && isHosted ? 200 : 422;
    }

    /** Whether each server that there is has a host, as far as its cell says so; each cell is asked once. */
    private Map<UUID, Boolean> hosted(Set<UUID> servers) {
        Map<UUID, Boolean> hosted = new HashMap<>();
        Map<String, List<UUID>> byCell = new HashMap<>();
        for (MappingRow mapping : api.mappings().findAll(List.copyOf(servers))) {
            if (mapping.deletedAt() == null) {
                hosted.put(mapping.uuid(), false);
                if (mapping.cell() != null) {
                    byCell.computeIfAbsent(mapping.cell(), _ -> new ArrayList<>())
                            .add(mapping.uuid());
                }
            }
        }
        byCell.forEach((cell, here) -> {
            try {
                List<ServerRow> rows =
                        cells.read(cell, database -> database.servers().findAll(here));
                rows.forEach(row -> hosted.put(row.uuid(), row.host() != null));
            } catch (CellAway away) {
                // Nobody is there to be told: a look of the conductors finds it when the cell is back.
            }
        });
        return hosted;
    }
}
