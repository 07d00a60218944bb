package io.cellplane.api.extension;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.contracts.failure.Failure;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;

/** {@code /extensions}: what microversions replaced; old clients still look here for what they may ask. */
@Controller("/v2.1/extensions")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ExtensionsController {
    private static final List<String> ALIASES = List.of(
            "os-aggregates",
            "os-availability-zone",
            "os-extended-availability-zone",
            "os-extended-server-attributes",
            "os-extended-status",
            "os-flavor-access",
            "os-flavor-extra-data",
            "os-flavor-extra-specs",
            "os-flavor-manage",
            "os-hypervisors",
            "os-instance-actions",
            "os-keypairs",
            "os-services");

    @Get
    @Route(rule = Rule.EXTENSIONS, owner = Route.Owner.NOBODY)
    Map<String, Object> list(Call call) {
        return Map.of(
                "extensions", ALIASES.stream().map(ExtensionsController::view).toList());
    }

    @Get("/{alias}")
    @Route(rule = Rule.EXTENSIONS, owner = Route.Owner.NOBODY)
    Map<String, Object> show(Call call, String alias) {
        if (!ALIASES.contains(alias)) {
            throw Failure.API_ROUTE_NOT_FOUND.refused();
        }
        return Map.of("extension", view(alias));
    }

    private static Map<String, Object> view(String alias) {
        return Map.of(
                "alias",
                alias,
                "name",
                alias,
                "description",
                "",
                "namespace",
                "http://docs.openstack.org/compute/ext/fake_xml",
                "updated",
                "2014-12-03T00:00:00Z",
                "links",
                List.of());
    }
}
