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
    /** Of what is built; those of the rest come with it. */
    private static final List<String> ALIASES = List.of(
            "OS-DCF",
            "OS-EXT-AZ",
            "OS-EXT-IPS",
            "OS-EXT-IPS-MAC",
            "OS-EXT-SRV-ATTR",
            "OS-EXT-STS",
            "OS-FLV-DISABLED",
            "OS-FLV-EXT-DATA",
            "OS-SRV-USG",
            "extensions",
            "flavors",
            "ips",
            "limits",
            "os-access-ips",
            "os-admin-actions",
            "os-aggregates",
            "os-attach-interfaces",
            "os-availability-zone",
            "os-config-drive",
            "os-console-output",
            "os-extended-availability-zone",
            "os-extended-hypervisors",
            "os-extended-quotas",
            "os-extended-server-attributes",
            "os-extended-services",
            "os-extended-status",
            "os-flavor-access",
            "os-flavor-extra-data",
            "os-flavor-extra-specs",
            "os-flavor-manage",
            "os-flavor-rxtx",
            "os-flavor-swap",
            "os-floating-ip-pools",
            "os-floating-ips",
            "os-hide-server-addresses",
            "os-hypervisor-status",
            "os-hypervisors",
            "os-instance-actions",
            "os-keypairs",
            "os-lock-server",
            "os-migrate-server",
            "os-migrations",
            "os-multinic",
            "os-multiple-create",
            "os-networks",
            "os-pause-server",
            "os-quota-class-sets",
            "os-quota-sets",
            "os-security-groups",
            "os-server-diagnostics",
            "os-server-external-events",
            "os-server-group-quotas",
            "os-server-groups",
            "os-server-list-multi-status",
            "os-server-password",
            "os-server-sort-keys",
            "os-server-start-stop",
            "os-services",
            "os-suspend-server",
            "os-tenant-networks",
            "os-used-limits",
            "os-used-limits-for-admin",
            "os-user-data",
            "os-user-quotas",
            "server-metadata",
            "servers",
            "versions");

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
