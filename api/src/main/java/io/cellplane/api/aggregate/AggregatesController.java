package io.cellplane.api.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.Times;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.control.AggregateRow;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /os-aggregates}. */
@Controller("/v2.1/os-aggregates")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AggregatesController {
    private static final String ADD = "add_host";
    private static final String REMOVE = "remove_host";
    private static final String METADATA = "set_metadata";

    private final Aggregates aggregates;

    AggregatesController(Aggregates aggregates) {
        this.aggregates = aggregates;
    }

    @Get
    @Route(rule = Rule.AGGREGATES_INDEX, owner = Route.Owner.ADMIN)
    Map<String, Object> list(Call call) {
        return Map.of(
                "aggregates",
                aggregates.all().stream()
                        .map(aggregate -> view(call, aggregate))
                        .toList());
    }

    @Get("/{id}")
    @Route(rule = Rule.AGGREGATES_SHOW, owner = Route.Owner.ADMIN)
    Map<String, Object> show(Call call, String id) {
        return whole(call, aggregates.find(number(id)));
    }

    @Post
    @Route(rule = Rule.AGGREGATES_CREATE, owner = Route.Owner.ADMIN, body = "aggregates/create")
    Map<String, Object> create(Call call) {
        JsonNode body = call.body().path("aggregate");
        Map<String, Object> view = view(
                call,
                aggregates.create(body.path("name").asText().strip(), Values.text(body.path("availability_zone"))));
        view.remove("hosts");
        view.remove("metadata");
        return Map.of("aggregate", view);
    }

    @Put("/{id}")
    @Route(rule = Rule.AGGREGATES_UPDATE, owner = Route.Owner.ADMIN, body = "aggregates/update")
    Map<String, Object> update(Call call, String id) {
        JsonNode body = call.body().path("aggregate");
        Map<String, @Nullable String> values = new HashMap<>();
        if (body.has("availability_zone")) {
            values.put(AggregateRow.ZONE, Values.text(body.path("availability_zone")));
        }
        return whole(call, aggregates.update(number(id), Values.text(body.path("name")), values));
    }

    @Delete("/{id}")
    @Route(rule = Rule.AGGREGATES_DELETE, owner = Route.Owner.ADMIN)
    HttpResponse<?> delete(Call call, String id) {
        aggregates.remove(number(id));
        return HttpResponse.ok();
    }

    @Post("/{id}/action")
    @Route(
            owner = Route.Owner.ADMIN,
            actions = {
                @Route.Action(name = ADD, rule = Rule.AGGREGATES_ADD_HOST, body = "aggregates/add_host"),
                @Route.Action(name = REMOVE, rule = Rule.AGGREGATES_REMOVE_HOST, body = "aggregates/remove_host"),
                @Route.Action(name = METADATA, rule = Rule.AGGREGATES_SET_METADATA, body = "aggregates/set_metadata")
            })
    Map<String, Object> act(Call call, String id) {
        String host = call.actionBody().path("host").asText();
        return whole(
                call,
                switch (call.action()) {
                    case ADD -> aggregates.addHost(number(id), host);
                    case REMOVE -> aggregates.removeHost(number(id), host);
                    default -> aggregates.update(number(id), null, values(call.actionBody()));
                });
    }

    private static Map<String, @Nullable String> values(JsonNode body) {
        Map<String, @Nullable String> values = new HashMap<>();
        body.path("metadata").properties().forEach(entry -> values.put(entry.getKey(), Values.text(entry.getValue())));
        return values;
    }

    private static int number(String id) {
        return Values.number(id).orElseThrow(() -> Failure.API_INVALID_INPUT.refused("id must be an integer"));
    }

    private static Map<String, Object> whole(Call call, Aggregate aggregate) {
        return Map.of("aggregate", view(call, aggregate));
    }

    private static Map<String, Object> view(Call call, Aggregate aggregate) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", aggregate.row().id());
        if (call.since(41)) {
            view.put("uuid", aggregate.row().uuid());
        }
        view.put("name", aggregate.row().name());
        view.put("availability_zone", aggregate.zone());
        view.put("hosts", aggregate.hosts());
        view.put("metadata", aggregate.metadata());
        view.put("created_at", Times.micros(aggregate.row().createdAt()));
        view.put("updated_at", Times.micros(aggregate.row().updatedAt()));
        view.put("deleted", false);
        view.put("deleted_at", null);
        return view;
    }
}
