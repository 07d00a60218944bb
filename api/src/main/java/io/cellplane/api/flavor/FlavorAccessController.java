package io.cellplane.api.flavor;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.control.FlavorRow;
import io.cellplane.openstack.identity.Identity;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;

/** {@code /flavors/{id}/os-flavor-access} and the actions that change it. */
@Controller("/v2.1/flavors/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FlavorAccessController {
    private static final String GRANT = "addTenantAccess";
    private static final String REVOKE = "removeTenantAccess";

    private final Flavors flavors;
    private final Identity identity;

    FlavorAccessController(Flavors flavors, Identity identity) {
        this.flavors = flavors;
        this.identity = identity;
    }

    @Get("/os-flavor-access")
    @Route(rule = Rule.FLAVOR_ACCESS, owner = Route.Owner.ADMIN)
    Map<String, Object> list(Call call, String id) {
        FlavorRow flavor = flavors.visible(call, id);
        if (flavor.isPublic()) {
            throw Failure.FLAVOR_IS_PUBLIC.refused();
        }
        return view(flavor);
    }

    @Post("/action")
    @Route(
            owner = Route.Owner.ADMIN,
            actions = {
                @Route.Action(name = GRANT, rule = Rule.FLAVOR_ACCESS_ADD_TENANT_ACCESS, body = "flavors/grant"),
                @Route.Action(name = REVOKE, rule = Rule.FLAVOR_ACCESS_REMOVE_TENANT_ACCESS, body = "flavors/revoke")
            })
    Map<String, Object> act(Call call, String id) {
        String project = call.actionBody().path("tenant").asText();
        FlavorRow flavor = flavors.visible(call, id);
        if (call.action().equals(GRANT)) {
            grant(call, flavor, project);
        } else if (!flavors.revoke(flavor, project)) {
            checkProject(project);
            throw Failure.FLAVOR_ACCESS_NOT_FOUND.refused(id, project);
        }
        return view(flavor);
    }

    private void grant(Call call, FlavorRow flavor, String project) {
        checkProject(project);
        if (flavor.isPublic() && call.since(7)) {
            throw Failure.API_CONFLICT.refused("Can not add access to a public flavor.");
        }
        if (!flavors.grant(flavor, project)) {
            throw Failure.FLAVOR_ACCESS_EXISTS.refused(flavor.flavorid(), project);
        }
    }

    private void checkProject(String project) {
        if (identity.project(project).isEmpty()) {
            throw Failure.API_INVALID_INPUT.refused("Project ID " + project + " is not a valid project.");
        }
    }

    private Map<String, Object> view(FlavorRow flavor) {
        List<Map<String, String>> access = flavors.access(flavor).stream()
                .map(grant -> Map.of("flavor_id", flavor.flavorid(), "tenant_id", grant.projectId()))
                .toList();
        return Map.of("flavor_access", access);
    }
}
