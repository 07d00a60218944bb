package io.cellplane.api.zone;

import io.cellplane.api.aggregate.Aggregates;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.Times;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.service.ControlServices;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /os-availability-zone}. */
@Controller("/v2.1/os-availability-zone")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ZonesController {
    private final ApiDatabase api;
    private final Aggregates aggregates;
    private final ControlServices control;

    ZonesController(ApiDatabase api, Aggregates aggregates, ControlServices control) {
        this.api = api;
        this.control = control;
        this.aggregates = aggregates;
    }

    @Get
    @Route(rule = Rule.AVAILABILITY_ZONE_LIST, owner = Route.Owner.NOBODY)
    Map<String, Object> list(Call call) {
        return info(api.hostStates().zones(Aggregates.DEFAULT_ZONE).stream()
                .map(zone -> view(zone.zone(), zone.available(), Map.of()))
                .toList());
    }

    @Get("/detail")
    @Route(rule = Rule.AVAILABILITY_ZONE_DETAIL, owner = Route.Owner.ADMIN)
    Map<String, Object> detail(Call call) {
        Map<String, String> zones = aggregates.zones();
        Map<String, List<HostStateRow>> hosts = api.hostStates().all().stream()
                .filter(host -> !host.retired())
                .collect(Collectors.groupingBy(
                        host -> zones.getOrDefault(host.host(), Aggregates.DEFAULT_ZONE),
                        TreeMap::new,
                        Collectors.toList()));
        List<Map<String, @Nullable Object>> views = new ArrayList<>();
        views.add(internal());
        hosts.forEach((zone, rows) -> views.add(view(zone, rows)));
        return info(views);
    }

    private static Map<String, Object> info(List<Map<String, @Nullable Object>> zones) {
        return Map.of("availabilityZoneInfo", zones);
    }

    /** What the control level's own processes are in; it is no zone for servers. */
    private Map<String, @Nullable Object> internal() {
        Map<String, Map<String, Object>> hosts = new TreeMap<>();
        control.all()
                .forEach(service -> hosts.computeIfAbsent(service.host(), _ -> new TreeMap<>())
                        .put(service.binary(), service(service.up(), true, service.lastSeenAt())));
        return view(ControlServices.ZONE, !hosts.isEmpty(), hosts);
    }

    private static Map<String, @Nullable Object> view(String name, List<HostStateRow> hosts) {
        List<HostStateRow> enabled =
                hosts.stream().filter(host -> !host.disabled()).toList();
        return view(name, !enabled.isEmpty(), hosts(enabled));
    }

    private static Map<String, @Nullable Object> view(String name, boolean isAvailable, Map<String, ?> hosts) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("zoneName", name);
        view.put("zoneState", Map.of("available", isAvailable));
        view.put("hosts", hosts.isEmpty() ? null : hosts);
        return view;
    }

    private static Map<String, Object> hosts(List<HostStateRow> hosts) {
        Map<String, Object> view = new TreeMap<>();
        hosts.forEach(host -> {
            boolean isUp = host.up();
            view.put(host.host(), Map.of("nova-compute", service(isUp, !host.disabled(), host.lastSeenAt())));
        });
        return view;
    }

    private static Map<String, @Nullable Object> service(
            boolean isAvailable, boolean isActive, @Nullable Instant lastSeenAt) {
        Map<String, @Nullable Object> service = new LinkedHashMap<>();
        service.put("available", isAvailable);
        service.put("active", isActive);
        service.put("updated_at", Times.micros(lastSeenAt));
        return service;
    }
}
