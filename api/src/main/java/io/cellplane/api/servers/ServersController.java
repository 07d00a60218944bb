package io.cellplane.api.servers;

import io.cellplane.api.ApiSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Page;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.attribute.AttributeWrites;
import io.cellplane.api.servers.create.Admission;
import io.cellplane.api.servers.create.CreateChecks;
import io.cellplane.api.servers.create.Creation;
import io.cellplane.api.servers.list.ListQuery;
import io.cellplane.api.servers.list.Unseen;
import io.cellplane.api.servers.view.HostStatus;
import io.cellplane.api.servers.view.ServerBody;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.CellAway;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.Requester;
import io.cellplane.db.lists.InvalidRegex;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.lists.MarkerUnknown;
import io.cellplane.db.lists.ServerLists;
import io.cellplane.db.lists.ServerQuery;
import io.cellplane.db.lists.ServerReads;
import io.cellplane.db.lists.ServerReads.Found;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /servers}. */
@Controller("/v2.1/servers")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ServersController {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final ApiDatabase api;
    private final ServerLists lists;
    private final ServerReads reads;
    private final ServerAccess access;
    private final CreateChecks checks;
    private final Admission admission;
    private final AttributeWrites attributes;
    private final ApiSettings settings;

    ServersController(
            ApiDatabase api,
            ServerLists lists,
            ServerReads reads,
            ServerAccess access,
            CreateChecks checks,
            Admission admission,
            AttributeWrites attributes,
            ApiSettings settings) {
        this.api = api;
        this.lists = lists;
        this.reads = reads;
        this.access = access;
        this.checks = checks;
        this.admission = admission;
        this.attributes = attributes;
        this.settings = settings;
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
    Map<String, Object> index(Call call) {
        return list(call, Rule.SERVERS_INDEX_GET_ALL_TENANTS, "servers", false);
    }

    @Get("/detail")
    @Route(rule = Rule.SERVERS_DETAIL)
    Map<String, Object> detail(Call call) {
        return list(call, Rule.SERVERS_DETAIL_GET_ALL_TENANTS, "servers/detail", true);
    }

    @Get("/{id}")
    @Route(rule = Rule.SERVERS_SHOW)
    Map<String, Object> show(Call call, String id) {
        return Map.of("server", shown(call, id));
    }

    private Map<String, Object> shown(Call call, String id) {
        return switch (access.find(call, id, false)) {
            case Found.Here here -> body(call, List.of(here.server())).full(access.shown(call, here.server()), true);
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

    private Map<String, Object> list(Call call, Rule allTenants, String path, boolean detail) {
        ListQuery query = ListQuery.of(call, allTenants);
        Page page = Page.of(call, settings.maxLimit());
        List<Map<String, Object>> items = new ArrayList<>();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("servers", items);
        if (page.limit() == 0) {
            return answer;
        }
        io.cellplane.db.lists.Page read = read(call, query, page);
        Unseen unseen = call.since(69) && query.isPlain()
                ? Unseen.of(api.mappings(), read.away(), query.project(), page)
                : Unseen.NONE;
        List<Unseen.Item> shown = unseen.among(read.servers(), page.limit());
        List<Listed> servers =
                shown.stream().map(Unseen.Item::server).filter(Objects::nonNull).toList();
        ServerBody body = body(call, servers);
        Map<UUID, Map<String, Object>> views = new HashMap<>();
        if (detail) {
            reads.shown(servers).forEach(one -> views.put(one.server().row().uuid(), body.full(one, false)));
        } else {
            servers.forEach(server -> views.put(server.row().uuid(), body.brief(server)));
        }
        for (Unseen.Item item : shown) {
            MappingRow lost = item.lost();
            Map<String, Object> view = lost == null ? views.get(item.uuid()) : body.unknown(lost, detail);
            if (view != null) {
                items.add(view);
            }
        }
        if (!shown.isEmpty()) {
            String last = shown.getLast().uuid().toString();
            page.addNext(answer, "servers", shown.size(), last, call, path);
        }
        return answer;
    }

    private io.cellplane.db.lists.Page read(Call call, ListQuery query, Page page) {
        UUID marker = marker(page.marker());
        try {
            return lists.list(new ServerQuery(query.project(), query.where(), query.order(), marker, page.limit()));
        } catch (MarkerUnknown e) {
            throw noMarker(String.valueOf(page.marker()));
        } catch (InvalidRegex e) {
            throw Values.bad("Invalid regular expression in the query: " + e.getMessage());
        } catch (CellAway e) {
            throw ServerAccess.away(call, e);
        }
    }

    private static @Nullable UUID marker(@Nullable String marker) {
        if (marker == null) {
            return null;
        }
        if (!UUID_FORM.matcher(marker).matches()) {
            throw noMarker(marker);
        }
        return UUID.fromString(marker);
    }

    private static RuntimeException noMarker(String marker) {
        return Values.bad("marker [" + marker + "] not found");
    }

    private ServerBody body(Call call, List<Listed> servers) {
        return new ServerBody(
                call,
                new HostStatus(
                        api,
                        servers.stream()
                                .map(server -> server.row().host())
                                .filter(Objects::nonNull)
                                .toList()));
    }
}
