package io.cellplane.api.zone;

import io.cellplane.api.aggregate.Aggregates;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.Times;
import io.cellplane.api.policy.Rule;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
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

    ZonesController(ApiDatabase api, Aggregates aggregates) {
        this.api = api;
        this.aggregates = aggregates;
    }

    @Get
    @Route(rule = Rule.AVAILABILITY_ZONE_LIST, owner = Route.Owner.NOBODY)
    Map<String, Object> list(Call call) {
        return zones(false);
    }

    @Get("/detail")
    @Route(rule = Rule.AVAILABILITY_ZONE_DETAIL, owner = Route.Owner.ADMIN)
    Map<String, Object> detail(Call call) {
        return zones(true);
    }

    private Map<String, Object> zones(boolean isDetailed) {
        Map<String, String> zones = aggregates.zones();
        Map<String, List<HostStateRow>> hosts = api.hostStates().all().stream()
                .collect(Collectors.groupingBy(
                        host -> zones.getOrDefault(host.host(), Aggregates.DEFAULT_ZONE),
                        TreeMap::new,
                        Collectors.toList()));
        return Map.of(
                "availabilityZoneInfo",
                hosts.entrySet().stream()
                        .map(zone -> view(zone.getKey(), zone.getValue(), isDetailed))
                        .toList());
    }

    private static Map<String, @Nullable Object> view(String name, List<HostStateRow> hosts, boolean isDetailed) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("zoneName", name);
        List<HostStateRow> enabled =
                hosts.stream().filter(host -> !host.disabled()).toList();
        view.put("zoneState", Map.of("available", !enabled.isEmpty()));
        view.put("hosts", isDetailed && !enabled.isEmpty() ? hosts(enabled) : null);
        return view;
    }

    private static Map<String, Object> hosts(List<HostStateRow> hosts) {
        Map<String, Object> view = new TreeMap<>();
        hosts.forEach(host -> {
            Map<String, @Nullable Object> service = new LinkedHashMap<>();
            service.put("available", host.state().equals(HostStateRow.UP) && !host.forcedDown());
            service.put("active", !host.disabled());
            service.put("updated_at", Times.micros(host.lastSeenAt()));
            view.put(host.host(), Map.of("nova-compute", service));
        });
        return view;
    }
}
