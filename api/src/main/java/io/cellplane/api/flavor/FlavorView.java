package io.cellplane.api.flavor;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Links;
import io.cellplane.api.policy.Rule;
import io.cellplane.db.control.FlavorRow;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a flavor looks at each microversion. */
final class FlavorView {
    private FlavorView() {}

    static Map<String, Object> brief(Call call, FlavorRow flavor) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", flavor.flavorid());
        view.put("name", flavor.name());
        view.put("links", Links.of(call, "flavors/" + flavor.flavorid()));
        if (call.since(55)) {
            view.put("description", flavor.description());
        }
        return view;
    }

    static Map<String, Object> full(Call call, FlavorRow flavor, Map<String, String> specs) {
        Map<String, Object> view = brief(call, flavor);
        view.put("ram", flavor.memoryMb());
        view.put("disk", flavor.rootGb());
        view.put("swap", flavor.swap() == 0 && !call.since(75) ? "" : flavor.swap());
        view.put("OS-FLV-EXT-DATA:ephemeral", flavor.ephemeralGb());
        view.put("OS-FLV-DISABLED:disabled", flavor.disabled());
        view.put("vcpus", flavor.vcpus());
        view.put("os-flavor-access:is_public", flavor.isPublic());
        view.put("rxtx_factor", flavor.rxtxFactor());
        if (call.since(61) && call.may(Rule.FLAVOR_EXTRA_SPECS_INDEX)) {
            view.put("extra_specs", specs);
        }
        return view;
    }
}
