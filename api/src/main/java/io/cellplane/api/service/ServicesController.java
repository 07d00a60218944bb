package io.cellplane.api.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.aggregate.Aggregates;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.ShortId;
import io.cellplane.api.http.Times;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /os-services}: the agents of the hosts, as the control level knows them, and the control level itself. */
@Controller("/v2.1/os-services")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ServicesController {
    private static final String BINARY = "nova-compute";
    private static final String VERSION = "OS-CELLPLANE:version";
    static final int UUIDS = 53;

    private final ApiDatabase api;
    private final Aggregates aggregates;
    private final ControlServices control;
    private final ServiceRemoval removal;

    ServicesController(ApiDatabase api, Aggregates aggregates, ControlServices control, ServiceRemoval removal) {
        this.api = api;
        this.control = control;
        this.removal = removal;
        this.aggregates = aggregates;
    }

    @Get
    @Route(rule = Rule.SERVICES_LIST, owner = Route.Owner.ADMIN, query = "services/list")
    Map<String, Object> list(Call call) {
        String host = call.query().text("host");
        String binary = call.query().text("binary");
        Map<String, String> zones = aggregates.zones();
        List<Map<String, @Nullable Object>> services = Stream.concat(
                        api.hostStates().all().stream().map(row -> view(call, row, zones)),
                        control.all().stream().map(service -> view(call, service)))
                .filter(service -> is(host, service.get("host")) && is(binary, service.get("binary")))
                .toList();
        return Map.of("services", services);
    }

    private static boolean is(@Nullable String asked, @Nullable Object name) {
        return asked == null || asked.isEmpty() || asked.equals(name);
    }

    /** Before 2.53 the last word is what to do and the body names the host; from then on it is the service's id. */
    @Put("/{id}")
    @Route(rule = Rule.SERVICES_UPDATE, owner = Route.Owner.ADMIN, body = "services/update")
    Map<String, Object> update(Call call, String id) {
        return Map.of("service", call.since(UUIDS) ? byId(call, id) : byHost(call, id));
    }

    @Delete("/{id}")
    @Route(rule = Rule.SERVICES_DELETE, owner = Route.Owner.ADMIN)
    HttpResponse<?> delete(Call call, String id) {
        removal.remove(call, id);
        return HttpResponse.noContent();
    }

    private Map<String, @Nullable Object> byId(Call call, String id) {
        UUID uuid = uuid(id);
        control.all().stream()
                .filter(service -> service.uuid().equals(uuid))
                .findFirst()
                .ifPresent(service -> {
                    throw onlyComputes(service.binary());
                });
        HostStateRow row = api.hostStates().ofService(uuid).orElseThrow(() -> Failure.SERVICE_NOT_FOUND.refused(id));
        JsonNode body = call.body();
        String status = Values.text(body.path("status"));
        String reason = Values.text(body.path("disabled_reason"));
        if (body.isEmpty()) {
            throw Failure.API_INVALID_INPUT.refused(
                    "No updates were requested. Fields 'status' or 'forced_down' " + "should be specified.");
        }
        if (reason != null && !"disabled".equals(status)) {
            throw Failure.API_INVALID_INPUT.refused(
                    "Specifying disabled_reason requires that status is set to disabled.");
        }
        api.database().run(() -> {
            if (status != null) {
                api.hostStates().disable(row.serviceUuid(), status.equals("disabled"), reason);
            }
            if (body.has("forced_down")) {
                force(call, row, Values.bool(body.path("forced_down"), false));
            }
        });
        return view(call, api.hostStates().ofService(row.serviceUuid()).orElseThrow(), aggregates.zones());
    }

    /** @throws Refused 400 for what is none */
    static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Failure.API_INVALID_INPUT.refused("Invalid uuid " + id);
        }
    }

    private Map<String, @Nullable Object> byHost(Call call, String action) {
        JsonNode body = call.body();
        String host = body.path("host").asText();
        String binary = body.path("binary").asText();
        if (!binary.equals(BINARY)) {
            throw onlyComputes(binary);
        }
        HostStateRow row = api.hostStates().find(host).orElseThrow(() -> Failure.COMPUTE_HOST_NOT_FOUND.refused(host));
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("host", host);
        view.put("binary", BINARY);
        switch (action) {
            case "enable" -> {
                api.hostStates().disable(row.serviceUuid(), false, null);
                view.put("status", "enabled");
            }
            case "disable" -> {
                api.hostStates().disable(row.serviceUuid(), true, null);
                view.put("status", "disabled");
            }
            case "disable-log-reason" -> {
                String reason = Values.text(body.path("disabled_reason"));
                if (reason == null) {
                    throw Failure.API_INVALID_INPUT.refused("Missing disabled reason field");
                }
                api.hostStates().disable(row.serviceUuid(), true, reason);
                view.put("status", "disabled");
                view.put("disabled_reason", reason);
            }
            case "force-down" -> {
                if (!call.since(11)) {
                    throw Failure.API_ROUTE_NOT_FOUND.refused();
                }
                if (!body.has("forced_down")) {
                    throw Failure.API_INVALID_INPUT.refused("Missing forced_down field");
                }
                boolean isForced = Values.bool(body.path("forced_down"), false);
                force(call, row, isForced);
                view.put("forced_down", isForced);
            }
            default -> throw Failure.API_ROUTE_NOT_FOUND.refused();
        }
        return view;
    }

    private static Refused onlyComputes(String binary) {
        return Failure.API_INVALID_INPUT.refused(
                "Updating a " + binary + " service is not supported. Only nova-compute services can be updated.");
    }

    private void force(Call call, HostStateRow row, boolean isForced) {
        api.hostStates()
                .forceDown(
                        row.serviceUuid(),
                        isForced,
                        isForced ? call.user() : null,
                        isForced ? api.clock().instant() : null);
    }

    private static Map<String, @Nullable Object> view(Call call, ControlServices.ControlService service) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", call.since(UUIDS) ? service.uuid() : ShortId.of(service.uuid()));
        view.put("binary", service.binary());
        view.put("host", service.host());
        view.put("zone", ControlServices.ZONE);
        view.put("status", "enabled");
        view.put("state", service.up() ? "up" : "down");
        view.put("updated_at", Times.micros(service.lastSeenAt()));
        view.put("disabled_reason", null);
        if (call.since(11)) {
            view.put("forced_down", false);
        }
        view.put(VERSION, service.build());
        return view;
    }

    private static Map<String, @Nullable Object> view(Call call, HostStateRow row, Map<String, String> zones) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", call.since(UUIDS) ? row.serviceUuid() : ShortId.of(row.serviceUuid()));
        view.put("binary", BINARY);
        view.put("host", row.host());
        view.put("zone", zones.getOrDefault(row.host(), Aggregates.DEFAULT_ZONE));
        view.put("status", row.disabled() ? "disabled" : "enabled");
        view.put("state", row.up() ? "up" : "down");
        view.put("updated_at", Times.micros(row.lastSeenAt()));
        view.put("disabled_reason", row.disabledReason());
        if (call.since(11)) {
            view.put("forced_down", row.forcedDown());
        }
        view.put(VERSION, row.build());
        return view;
    }
}
