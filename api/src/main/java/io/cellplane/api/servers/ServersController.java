package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.attribute.AttributeWrites;
import io.cellplane.api.servers.create.Admission;
import io.cellplane.api.servers.create.CreateChecks;
import io.cellplane.api.servers.create.Creation;
import io.cellplane.api.servers.list.ListOfServers;
import io.cellplane.api.servers.view.SecurityGroups;
import io.cellplane.api.servers.view.ServerBody;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.Requester;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.lists.ServerReads.Found;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** {@code /servers}. */
@Controller("/v2.1/servers")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ServersController {
    /** Names the cell of the server that is shown, to those who see it in the body too. */
    private static final String CELL = "X-Cellplane-Cell";

    private final ApiDatabase api;
    private final ListOfServers lists;
    private final ServerAccess access;
    private final CreateChecks checks;
    private final Admission admission;
    private final AttributeWrites attributes;
    private final SecurityGroups groups;

    ServersController(
            ApiDatabase api,
            ListOfServers lists,
            ServerAccess access,
            CreateChecks checks,
            Admission admission,
            AttributeWrites attributes,
            SecurityGroups groups) {
        this.api = api;
        this.lists = lists;
        this.access = access;
        this.checks = checks;
        this.admission = admission;
        this.attributes = attributes;
        this.groups = groups;
    }

    @Post
    @Route(rule = Rule.SERVERS_CREATE, body = "servers/create")
    HttpResponse<?> create(Call call) {
        Creation creation = checks.check(call, call.body(), admission.now());
        RequestedServer first = admission.create(creation).getFirst();
        if (Values.bool(call.body().path("server").path("return_reservation_id"), false)) {
            return HttpResponse.accepted().body(Map.of("reservation_id", first.reservationId()));
        }
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("id", first.uuid().toString());
        server.put("links", body(call, List.of()).links(first.uuid()));
        server.put("OS-DCF:diskConfig", first.autoDiskConfig() ? "AUTO" : "MANUAL");
        server.put(
                "security_groups",
                first.securityGroups().stream()
                        .map(name -> Map.of("name", name))
                        .toList());
        server.put("adminPass", creation.adminPassword());
        return HttpResponse.accepted()
                .header("Location", call.link("servers/" + first.uuid()))
                .body(Map.of("server", server));
    }

    @Get
    @Route(rule = Rule.SERVERS_INDEX)
    HttpResponse<?> index(Call call) {
        return lists.brief(call);
    }

    @Get("/detail")
    @Route(rule = Rule.SERVERS_DETAIL)
    HttpResponse<?> detail(Call call) {
        return lists.full(call);
    }

    @Get("/{id}")
    @Route(rule = Rule.SERVERS_SHOW)
    HttpResponse<?> show(Call call, String id) {
        Map<String, Object> server = shown(call, id);
        MutableHttpResponse<?> answer = HttpResponse.ok(Map.of("server", server));
        if (server.get(ServerBody.CELL) instanceof String cell) {
            answer.header(CELL, cell);
        }
        return answer;
    }

    private Map<String, Object> shown(Call call, String id) {
        return switch (access.find(call, id, false)) {
            case Found.Here here ->
                body(call, List.of(here.server()))
                        .full(
                                groups.of(List.of(access.shown(call, here.server(), ServerBody.hasUserData(call))))
                                        .getFirst(),
                                true);
            case Found.Away away
            when call.since(69) -> {
                if (away.requested() == null) {
                    throw ServerAccess.unknown(id);
                }
                yield body(call, List.of()).unknown(away.mapping(), away.requested());
            }
            case Found.Away away ->
                throw ServerAccess.away(call, String.valueOf(away.mapping().cell()));
            case Found.Gone gone -> throw ServerAccess.unknown(id);
        };
    }

    @Put("/{id}")
    @Route(rule = Rule.SERVERS_UPDATE, body = "servers/update")
    Map<String, Object> update(Call call, String id) {
        attributes.update(call, id, call.body().path("server"));
        Map<String, Object> server = shown(call, id);
        if (!call.since(75)) {
            // Only what the oldest answer to an update had.
            server.keySet()
                    .removeIf(key -> (key.contains(":") && !key.equals("OS-DCF:diskConfig"))
                            || Set.of("config_drive", "key_name", "security_groups", "host_status")
                                    .contains(key));
            if (server.get("addresses") instanceof Map<?, ?> addresses) {
                server.put("addresses", ServerBody.plain(addresses));
            }
        }
        return Map.of("server", server);
    }

    @Delete("/{id}")
    @Route(rule = Rule.SERVERS_DELETE)
    HttpResponse<?> delete(Call call, String id) {
        Found found = access.findToDelete(call, id);
        MappingRow mapping = ServerAccess.mapping(found, id);
        if (!call.isAdmin() && isLocked(found, mapping.uuid())) {
            throw Failure.SERVER_LOCKED.refused(id);
        }
        admission.delete(
                mapping.uuid(),
                new Requester(mapping.projectId(), call.user(), call.requestId(), call.globalRequestId()));
        return HttpResponse.noContent();
    }

    /** As its record says; as the mapping has kept it while that cannot be asked. */
    private boolean isLocked(Found found, UUID server) {
        return found instanceof Found.Here here
                ? here.server().row().locked()
                : api.mappings().isLocked(server).orElse(false);
    }

    private ServerBody body(Call call, List<Listed> servers) {
        return ServerBody.of(call, api, servers);
    }
}
