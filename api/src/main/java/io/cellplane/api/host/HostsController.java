package io.cellplane.api.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.ApiSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Page;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.Times;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.action.LostServers;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.cells.HostMoves;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostLoadRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.ProviderRow;
import io.cellplane.db.lane.Retirement;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /os-cellplane-hosts}. */
@Controller("/v2.1/os-cellplane-hosts")
@ExecuteOn(TaskExecutors.BLOCKING)
final class HostsController {
    private static final String RETIRE = "retire";
    private static final String STRIKE = "strike_debts";
    private static final String APPROVE = "approve";
    private static final String MOVE = "move";
    private static final Map<String, String> AMOUNTS = Map.of(
            InventoryRow.VCPU, "vcpus",
            InventoryRow.MEMORY_MB, "memory_mb",
            InventoryRow.DISK_GB, "disk_gb");

    private final ApiDatabase api;
    private final ApiSettings settings;
    private final Retirement retirement;
    private final HostMoves moves;
    private final LostServers lost;

    HostsController(ApiDatabase api, CellDatabases cells, ApiSettings settings, LostServers lost) {
        this.api = api;
        this.settings = settings;
        this.retirement = new Retirement(api);
        this.moves = new HostMoves(api, cells);
        this.lost = lost;
    }

    @Get
    @Route(rule = Rule.CELLPLANE_HOSTS_LIST, owner = Route.Owner.ADMIN, query = "cellplane-hosts/list")
    Map<String, Object> list(Call call) {
        Page page = Page.of(call, settings.maxLimit());
        List<HostLoadRow> rows =
                api.hostStates().loads(page.marker(), call.query().text("cell"), page.limit());
        List<UUID> providers = rows.stream()
                .map(HostLoadRow::provider)
                .filter(Objects::nonNull)
                .toList();
        Map<UUID, List<InventoryRow>> inventories = providers.isEmpty()
                ? Map.of()
                : api.inventories().ofAll(providers).stream().collect(Collectors.groupingBy(InventoryRow::provider));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "hosts",
                rows.stream()
                        .map(row -> view(
                                row,
                                row.provider() == null
                                        ? List.of()
                                        : inventories.getOrDefault(row.provider(), List.of())))
                        .toList());
        if (!rows.isEmpty()) {
            page.addNext(answer, "hosts", rows.size(), rows.getLast().host(), call, "/os-cellplane-hosts");
        }
        return answer;
    }

    private static Map<String, @Nullable Object> view(HostLoadRow row, List<InventoryRow> inventories) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("host", row.host());
        view.put("cell", row.cell());
        view.put("state", row.state());
        view.put("disabled", row.disabled());
        view.put("forced_down", row.forcedDown());
        view.put("retired_at", Times.micros(row.retiredAt()));
        view.put("servers", row.servers());
        view.put("debts", row.debts());
        view.put("reported", amounts(inventories, InventoryRow::reported));
        view.put("offered", amounts(inventories, InventoryRow::total));
        return view;
    }

    private static Map<String, Integer> amounts(List<InventoryRow> inventories, ToIntFunction<InventoryRow> amount) {
        Map<String, Integer> amounts = new LinkedHashMap<>();
        inventories.forEach(row -> {
            String name = AMOUNTS.get(row.resourceClass());
            if (name != null) {
                amounts.put(name, amount.applyAsInt(row));
            }
        });
        return amounts;
    }

    @Post("/{host}/action")
    @Route(
            owner = Route.Owner.ADMIN,
            actions = {
                @Route.Action(name = RETIRE, rule = Rule.CELLPLANE_HOSTS_RETIRE, body = "cellplane-hosts/retire"),
                @Route.Action(
                        name = STRIKE,
                        rule = Rule.CELLPLANE_HOSTS_STRIKE_DEBTS,
                        body = "cellplane-hosts/strike_debts"),
                @Route.Action(name = APPROVE, rule = Rule.CELLPLANE_HOSTS_APPROVE, body = "cellplane-hosts/approve"),
                @Route.Action(name = MOVE, rule = Rule.CELLPLANE_HOSTS_MOVE, body = "cellplane-hosts/move")
            })
    HttpResponse<?> act(Call call, String host) {
        switch (call.action()) {
            case RETIRE -> retire(call, host);
            case STRIKE -> retirement.strike(host);
            case MOVE -> moves.move(host, call.actionBody().path("cell").asText());
            default -> approve(host, call.actionBody());
        }
        return HttpResponse.accepted();
    }

    /** Its cell is asked first: what cannot be told of its servers is not begun. */
    private void retire(Call call, String host) {
        HostStateRow state =
                api.hostStates().find(host).orElseThrow(() -> Failure.COMPUTE_HOST_NOT_FOUND.refused(host));
        try {
            lost.on(state.cell(), host);
            retirement.retire(host, call.user());
            lost.on(state.cell(), host).forEach(server -> lost.giveUp(call, state.cell(), host, server));
        } catch (CellAway away) {
            throw Failure.API_AWAY.refused("The cell " + state.cell());
        }
    }

    /** As much as the caller has seen: what it reports since then waits. */
    private void approve(String host, JsonNode amounts) {
        UUID provider = api.providers()
                .ofHost(host)
                .map(ProviderRow::uuid)
                .orElseThrow(() -> Failure.COMPUTE_HOST_NOT_FOUND.refused(host));
        api.database().run(() -> {
            api.providers().lock(provider);
            for (InventoryRow row : api.inventories().of(provider)) {
                JsonNode amount = amounts.path(AMOUNTS.getOrDefault(row.resourceClass(), ""));
                if (amount.isMissingNode()) {
                    continue;
                }
                int approved = Values.number(amount.asText()).orElse(0);
                if (approved > row.reported()) {
                    throw Failure.HOST_NOT_AS_SEEN.refused(
                            host, AMOUNTS.get(row.resourceClass()) + " are " + row.reported());
                }
                api.inventories().approve(provider, row.resourceClass(), approved);
            }
            api.providers().bump(provider);
        });
    }
}
