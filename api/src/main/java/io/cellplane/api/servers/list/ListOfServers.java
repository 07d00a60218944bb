package io.cellplane.api.servers.list;

import io.cellplane.api.ApiSettings;
import io.cellplane.api.ServerSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Page;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.api.servers.view.SecurityGroups;
import io.cellplane.api.servers.view.ServerBody;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.CellAway;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.lists.InvalidRegex;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.lists.MarkerUnknown;
import io.cellplane.db.lists.Order;
import io.cellplane.db.lists.PageToken;
import io.cellplane.db.lists.ServerLists;
import io.cellplane.db.lists.ServerQuery;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /servers} and {@code GET /servers/detail}: all that were asked for, those of cells that do not answer as far
 * as they are known where the caller can read that; else 503, or a part that says that it is one.
 */
@Singleton
public final class ListOfServers {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final String PARTIAL = "X-Cellplane-Partial";
    /** The first minor version whose clients know servers of which nothing but their id is known. */
    private static final int MINIMAL = 69;

    private final ApiDatabase api;
    private final ServerLists lists;
    private final ApiSettings settings;
    private final ServerSettings servers;
    private final SecurityGroups groups;

    ListOfServers(
            ApiDatabase api, ServerLists lists, ApiSettings settings, ServerSettings servers, SecurityGroups groups) {
        this.api = api;
        this.lists = lists;
        this.settings = settings;
        this.servers = servers;
        this.groups = groups;
    }

    /** Ids and names. */
    public HttpResponse<?> brief(Call call) {
        return list(call, Rule.SERVERS_INDEX_GET_ALL_TENANTS, "servers", false);
    }

    public HttpResponse<?> full(Call call) {
        return list(call, Rule.SERVERS_DETAIL_GET_ALL_TENANTS, "servers/detail", true);
    }

    private HttpResponse<?> list(Call call, Rule allTenants, String path, boolean detail) {
        ListQuery query = ListQuery.of(call, allTenants);
        Page page = Page.of(call, settings.maxLimit());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("servers", List.of());
        if (page.limit() == 0) {
            return HttpResponse.ok(answer);
        }
        io.cellplane.db.lists.Page read = read(call, query, page);
        boolean showsUnseen = call.since(MINIMAL) && query.isPlain();
        SortedSet<String> lacking = new TreeSet<>(read.away());
        Unseen unseen = showsUnseen ? Unseen.of(api.mappings(), read.lacking(), query.project(), page) : Unseen.NONE;
        List<Unseen.Item> shown = unseen.among(read.servers(), page.limit());
        Map<UUID, Map<String, Object>> views = views(call, query, shown, detail, lacking, showsUnseen);
        boolean isPartial = !showsUnseen && !(lacking.isEmpty() && read.slow().isEmpty());
        if (isPartial && !servers.lists().skipAwayCells()) {
            throw lacking.isEmpty() ? Failure.API_TOO_SLOW.refused() : ServerAccess.away(call, lacking.getFirst());
        }
        answer.put(
                "servers",
                shown.stream()
                        .map(item -> views.get(item.uuid()))
                        .filter(Objects::nonNull)
                        .toList());
        if (!shown.isEmpty()) {
            page.addNext(answer, "servers", shown.size(), after(query, shown.getLast()), call, path);
        }
        MutableHttpResponse<?> response = HttpResponse.ok(answer);
        return isPartial ? response.header(PARTIAL, "true") : response;
    }

    /**
     * What each is shown as.
     *
     * @param lacking takes the cells that have fallen silent before all of their servers was read
     */
    private Map<UUID, Map<String, Object>> views(
            Call call,
            ListQuery query,
            List<Unseen.Item> shown,
            boolean detail,
            Set<String> lacking,
            boolean showsUnseen) {
        List<Listed> seen =
                shown.stream().map(Unseen.Item::server).filter(Objects::nonNull).toList();
        ServerBody body = ServerBody.of(call, api, seen);
        Map<UUID, Map<String, Object>> views = new HashMap<>();
        List<MappingRow> lost = new ArrayList<>(
                shown.stream().map(Unseen.Item::lost).filter(Objects::nonNull).toList());
        if (detail) {
            groups.of(lists.shown(query.project(), seen, ServerBody.hasUserData(call)))
                    .forEach(one -> views.put(one.server().row().uuid(), body.full(one, false)));
            List<Listed> silent = seen.stream()
                    .filter(server -> !views.containsKey(server.row().uuid()))
                    .toList();
            silent.forEach(server -> lacking.add(String.valueOf(server.cell())));
            if (showsUnseen && !silent.isEmpty()) {
                lost.addAll(api.mappings()
                        .findAll(silent.stream()
                                .map(server -> server.row().uuid())
                                .toList()));
            }
        } else {
            seen.forEach(server -> views.put(server.row().uuid(), body.brief(server)));
        }
        lost.forEach(row -> views.put(row.uuid(), body.unknown(row, detail)));
        return views;
    }

    /** The marker that every client knows, and what saves asking the marker's cell. */
    private static Map<String, List<String>> after(ListQuery query, Unseen.Item last) {
        Listed server = last.server();
        List<String> token = server == null
                ? List.of()
                : PageToken.of(query.order(), server).stream().toList();
        return Map.of("marker", List.of(last.uuid().toString()), ListQuery.AFTER, token);
    }

    private io.cellplane.db.lists.Page read(Call call, ListQuery query, Page page) {
        UUID marker = marker(page.marker());
        Optional<Order.Position> after = marker == null ? Optional.empty() : place(call, query.order(), marker);
        try {
            return lists.list(
                    new ServerQuery(query.project(), query.where(), query.order(), marker, after, page.limit()));
        } catch (MarkerUnknown e) {
            throw noMarker(String.valueOf(page.marker()));
        } catch (InvalidRegex e) {
            throw Values.bad("Invalid regular expression in the query: " + e.getMessage());
        } catch (CellAway e) {
            throw ServerAccess.away(call, e);
        }
    }

    private static Optional<Order.Position> place(Call call, Order order, UUID marker) {
        String token = call.query().text(ListQuery.AFTER);
        try {
            return token == null ? Optional.empty() : PageToken.read(token, order, marker);
        } catch (IllegalArgumentException e) {
            throw Values.bad("Invalid input for query parameters after. It is taken from the link to the next page.");
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
}
