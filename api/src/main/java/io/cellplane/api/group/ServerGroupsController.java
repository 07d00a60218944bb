package io.cellplane.api.group;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.ApiSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.db.control.GroupMemberRow;
import io.cellplane.db.control.GroupPolicy;
import io.cellplane.db.control.ServerGroupRow;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /os-server-groups}. */
@Controller("/v2.1/os-server-groups")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ServerGroupsController {
    private static final String MOST = "max_server_per_host";

    private final ServerGroups groups;
    private final ApiSettings settings;

    ServerGroupsController(ServerGroups groups, ApiSettings settings) {
        this.groups = groups;
        this.settings = settings;
    }

    @Get
    @Route(rule = Rule.SERVER_GROUPS_INDEX, owner = Route.Owner.NOBODY, query = "server-groups/list")
    Map<String, Object> list(Call call) {
        boolean isForAll = call.query().has("all_projects") && call.isAdmin();
        if (isForAll) {
            call.authorize(Rule.SERVER_GROUPS_INDEX_ALL_PROJECTS);
        }
        // As in Nova, no limit and one of zero are the same.
        int asked = call.query().number("limit", 0);
        int most = asked == 0 ? settings.maxLimit() : Math.min(asked, settings.maxLimit());
        List<ServerGroupRow> rows =
                groups.list(isForAll ? null : call.project(), call.query().number("offset", 0), most);
        return Map.of("server_groups", views(call, rows));
    }

    @Get("/{id}")
    @Route(rule = Rule.SERVER_GROUPS_SHOW)
    Map<String, Object> show(Call call, String id) {
        return shown(call, groups.of(call, id));
    }

    @Post
    @Route(rule = Rule.SERVER_GROUPS_CREATE, owner = Route.Owner.NOBODY, body = "server-groups/create")
    Map<String, Object> create(Call call) {
        JsonNode body = call.body().path("server_group");
        GroupPolicy policy = GroupPolicy.of(
                (call.since(64) ? body.path("policy") : body.path("policies").path(0)).asText());
        JsonNode rules = body.path("rules");
        if (policy != GroupPolicy.ANTI_AFFINITY && !rules.isEmpty()) {
            throw Values.bad("Only anti-affinity policy supports rules.");
        }
        Integer most = rules.has(MOST) ? Integer.valueOf(rules.path(MOST).asInt()) : null;
        return shown(
                call, groups.add(call.project(), call.user(), body.path("name").asText(), policy, most));
    }

    @Delete("/{id}")
    @Route(rule = Rule.SERVER_GROUPS_DELETE)
    HttpResponse<?> delete(Call call, String id) {
        groups.remove(groups.of(call, id));
        return HttpResponse.noContent();
    }

    private Map<String, Object> shown(Call call, ServerGroupRow group) {
        return Map.of("server_group", views(call, List.of(group)).getFirst());
    }

    private List<Map<String, Object>> views(Call call, List<ServerGroupRow> rows) {
        Map<Integer, List<String>> members = groups.members(rows).stream()
                .collect(Collectors.groupingBy(
                        GroupMemberRow::groupId,
                        Collectors.mapping(member -> member.server().toString(), Collectors.toList())));
        return rows.stream()
                .map(row -> view(call, row, members.getOrDefault(row.id(), List.of())))
                .toList();
    }

    private static Map<String, Object> view(Call call, ServerGroupRow group, List<String> members) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", group.uuid().toString());
        view.put("name", group.name());
        if (call.since(64)) {
            view.put("policy", group.policy());
            view.put("rules", rules(group.mostPerHost()));
        } else {
            view.put("policies", List.of(group.policy()));
            view.put("metadata", Map.of());
        }
        view.put("members", members);
        if (call.since(13)) {
            view.put("project_id", group.projectId());
            view.put("user_id", group.userId());
        }
        return view;
    }

    private static Map<String, Integer> rules(@Nullable Integer most) {
        return most == null ? Map.of() : Map.of(MOST, most);
    }
}
