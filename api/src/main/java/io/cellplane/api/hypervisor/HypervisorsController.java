package io.cellplane.api.hypervisor;

import io.cellplane.api.ApiSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Page;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.ShortId;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.HostDetails;
import io.cellplane.db.control.ApiDatabase;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /os-hypervisors}. */
@Controller("/v2.1/os-hypervisors")
@ExecuteOn(TaskExecutors.BLOCKING)
final class HypervisorsController {
    private static final String PATTERN = "hypervisor_hostname_pattern";
    private static final int PAGES = 33;
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Hypervisors hypervisors;
    private final ApiSettings settings;
    private final Clock clock;

    HypervisorsController(Hypervisors hypervisors, ApiSettings settings, ApiDatabase api) {
        this.hypervisors = hypervisors;
        this.settings = settings;
        this.clock = api.clock();
    }

    @Get
    @Route(rule = Rule.HYPERVISORS_LIST, owner = Route.Owner.ADMIN, query = "hypervisors/list")
    Map<String, Object> list(Call call) {
        return page(call, "os-hypervisors", HypervisorView::brief);
    }

    @Get("/detail")
    @Route(rule = Rule.HYPERVISORS_LIST_DETAIL, owner = Route.Owner.ADMIN, query = "hypervisors/list")
    Map<String, Object> detail(Call call) {
        return page(call, "os-hypervisors/detail", HypervisorView::full);
    }

    private Map<String, Object> page(
            Call call, String path, BiFunction<Call, Hypervisor, Map<String, @Nullable Object>> view) {
        List<Hypervisor> found = hypervisors.all();
        String pattern = call.since(HypervisorView.UUIDS) ? call.query().text(PATTERN) : null;
        if (pattern != null) {
            if (call.query().has("limit") || call.query().has("marker")) {
                throw Failure.API_INVALID_INPUT.refused(
                        "Paging over hypervisors with the " + PATTERN + " query parameter is not supported.");
            }
            found = matching(found, pattern);
        }
        Page page = call.since(PAGES) && pattern == null
                ? Page.of(call, settings.maxLimit())
                : new Page(Math.max(1, found.size()), null);
        List<Hypervisor> items = page.of(
                found,
                one -> id(call, one),
                marker -> Failure.API_INVALID_INPUT.refused("marker [" + marker + "] not found"));
        Map<String, List<HypervisorFacts.ServerName>> servers = withServers(call) ? hypervisors.serverNames() : null;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "hypervisors",
                items.stream()
                        .map(one -> withServers(call.since(75), view.apply(call, one), one, servers))
                        .toList());
        if (call.since(PAGES) && pattern == null && !items.isEmpty()) {
            page.addNext(answer, "hypervisors", items.size(), id(call, items.getLast()), call, path);
        }
        return answer;
    }

    private static List<Hypervisor> matching(List<Hypervisor> all, String pattern) {
        List<Hypervisor> found = all.stream()
                .filter(one -> fold(one.name()).contains(fold(pattern)))
                .toList();
        if (found.isEmpty()) {
            throw Failure.HYPERVISOR_NOT_FOUND.refused(pattern);
        }
        return found;
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String id(Call call, Hypervisor hypervisor) {
        return call.since(HypervisorView.UUIDS)
                ? hypervisor.uuid().toString()
                : String.valueOf(ShortId.of(hypervisor.uuid()));
    }

    private static boolean withServers(Call call) {
        String asked = call.query().text("with_servers");
        return call.since(HypervisorView.UUIDS) && asked != null && Boolean.TRUE.equals(Values.bool(asked));
    }

    /** @param isStrict whether one without servers says so */
    private static Map<String, @Nullable Object> withServers(
            boolean isStrict,
            Map<String, @Nullable Object> view,
            Hypervisor of,
            @Nullable Map<String, List<HypervisorFacts.ServerName>> servers) {
        if (servers != null) {
            List<HypervisorFacts.ServerName> own =
                    servers.getOrDefault(of.host().host(), List.of());
            if (!own.isEmpty() || isStrict) {
                view.put("servers", own);
            }
        }
        return view;
    }

    @Get("/statistics")
    @Route(rule = Rule.HYPERVISORS_STATISTICS, owner = Route.Owner.ADMIN)
    Map<String, Object> statistics(Call call) {
        List<Hypervisor> all = hypervisors.all();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("count", all.size());
        view.putAll(HypervisorView.capacity(all));
        return Map.of("hypervisor_statistics", view);
    }

    @Get("/{id}")
    @Route(rule = Rule.HYPERVISORS_SHOW, owner = Route.Owner.ADMIN, query = "hypervisors/show")
    Map<String, Object> show(Call call, String id) {
        Hypervisor found = find(call, id);
        Map<String, @Nullable Object> view = HypervisorView.full(call, found);
        return Map.of(
                "hypervisor",
                withServers(call.since(75), view, found, withServers(call) ? hypervisors.serverNames() : null));
    }

    private Hypervisor find(Call call, String id) {
        if (call.since(HypervisorView.UUIDS) && !UUID_FORM.matcher(id).matches()) {
            throw Failure.API_INVALID_INPUT.refused("Invalid uuid " + id);
        }
        return (call.since(HypervisorView.UUIDS)
                        ? hypervisors.find(UUID.fromString(id))
                        : hypervisors.all().stream()
                                .filter(one -> id(call, one).equalsIgnoreCase(id))
                                .findFirst())
                .orElseThrow(() -> Failure.HYPERVISOR_ID_NOT_FOUND.refused(id));
    }

    @Get("/{id}/uptime")
    @Route(rule = Rule.HYPERVISORS_UPTIME, owner = Route.Owner.ADMIN, max = "2.87")
    Map<String, Object> uptime(Call call, String id) {
        Hypervisor found = find(call, id);
        if (!found.isUp()) {
            throw Failure.HYPERVISOR_AWAY.refused(found.host().host());
        }
        Instant booted =
                hypervisors.details(found).map(HostDetails::bootedAt).orElseThrow(Failure.SERVER_UNSUPPORTED::refused);
        Map<String, @Nullable Object> view = HypervisorView.brief(call, found);
        view.put("uptime", HypervisorView.uptime(booted, Instant.now(clock)));
        return Map.of("hypervisor", view);
    }

    @Get("/{pattern}/search")
    @Route(rule = Rule.HYPERVISORS_SEARCH, owner = Route.Owner.ADMIN, max = "2.52")
    Map<String, Object> search(Call call, String pattern) {
        return Map.of(
                "hypervisors",
                matching(hypervisors.all(), pattern).stream()
                        .map(one -> HypervisorView.brief(call, one))
                        .toList());
    }

    @Get("/{pattern}/servers")
    @Route(rule = Rule.HYPERVISORS_SERVERS, owner = Route.Owner.ADMIN, max = "2.52")
    Map<String, Object> servers(Call call, String pattern) {
        Map<String, List<HypervisorFacts.ServerName>> servers = hypervisors.serverNames();
        return Map.of(
                "hypervisors",
                matching(hypervisors.all(), pattern).stream()
                        .map(one -> withServers(false, HypervisorView.brief(call, one), one, servers))
                        .toList());
    }
}
