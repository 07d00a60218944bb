package io.cellplane.api.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.db.control.QuotaResource;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /os-quota-sets/{project}}; with {@code user_id} in the query those of a user in the project. */
@Controller("/v2.1/os-quota-sets/{project}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class QuotaSetsController {
    private static final String SET = "quota_set";

    private final QuotaSets sets;

    QuotaSetsController(QuotaSets sets) {
        this.sets = sets;
    }

    @Get
    @Route(rule = Rule.QUOTA_SETS_SHOW, query = "quota-sets/query")
    Map<String, Object> show(Call call, String project) {
        check(call, project);
        return view(call, project, sets.limits(project, user(call)));
    }

    @Get("/detail")
    @Route(rule = Rule.QUOTA_SETS_DETAIL, query = "quota-sets/query")
    Map<String, Object> detail(Call call, String project) {
        check(call, project);
        String user = user(call);
        Map<QuotaResource, Integer> limits = sets.limits(project, user);
        Map<QuotaResource, Long> used = sets.used(project, user);
        return QuotaBodies.set(
                SET,
                project,
                QuotaBodies.ofSets(call),
                resource -> Map.of(
                        "limit", limits.get(resource), "in_use", used.getOrDefault(resource, 0L), "reserved", 0));
    }

    @Get("/defaults")
    @Route(rule = Rule.QUOTA_SETS_DEFAULTS, owner = Route.Owner.NOBODY)
    Map<String, Object> defaults(Call call, String project) {
        check(call, project);
        return view(call, project, sets.defaults());
    }

    @Put
    @Route(
            rule = Rule.QUOTA_SETS_UPDATE,
            owner = Route.Owner.ADMIN,
            body = "quota-sets/update",
            query = "quota-sets/query")
    Map<String, Object> update(Call call, String project) {
        check(call, project);
        String user = user(call);
        JsonNode set = call.body().path(SET);
        sets.set(project, user, QuotaBodies.limits(set), Values.bool(set.path("force"), false));
        return view(call, null, sets.limits(project, user));
    }

    @Delete
    @Route(rule = Rule.QUOTA_SETS_DELETE, owner = Route.Owner.ADMIN, query = "quota-sets/query")
    HttpResponse<?> delete(Call call, String project) {
        call.authorizeRoute(Map.of("project_id", project));
        sets.remove(project, user(call));
        return HttpResponse.accepted();
    }

    private void check(Call call, String project) {
        call.authorizeRoute(Map.of("project_id", project));
        sets.checkProject(call, project);
    }

    private static String user(Call call) {
        String user = call.query().text("user_id");
        return user == null ? "" : user;
    }

    private static Map<String, Object> view(Call call, @Nullable String project, Map<QuotaResource, Integer> limits) {
        return QuotaBodies.set(SET, project, QuotaBodies.ofSets(call), limits::get);
    }
}
