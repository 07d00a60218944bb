package io.cellplane.api.flavor;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.control.FlavorRow;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import java.util.TreeMap;

/** {@code /flavors/{id}/os-extra_specs}. */
@Controller("/v2.1/flavors/{id}/os-extra_specs")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FlavorSpecsController {

    private final Flavors flavors;

    FlavorSpecsController(Flavors flavors) {
        this.flavors = flavors;
    }

    @Get
    @Route(rule = Rule.FLAVOR_EXTRA_SPECS_INDEX)
    Map<String, Object> list(Call call, String id) {
        return Map.of("extra_specs", flavors.specs(flavors.visible(call, id).id()));
    }

    @Get("/{key}")
    @Route(rule = Rule.FLAVOR_EXTRA_SPECS_SHOW)
    Map<String, String> show(Call call, String id, String key) {
        String value = flavors.specs(flavors.visible(call, id).id()).get(key);
        if (value == null) {
            throw Failure.FLAVOR_SPEC_NOT_FOUND.refused(id, key);
        }
        return Map.of(key, value);
    }

    @Post
    @Route(rule = Rule.FLAVOR_EXTRA_SPECS_CREATE, owner = Route.Owner.ADMIN, body = "flavors/create_specs")
    Map<String, Object> create(Call call, String id) {
        Map<String, String> specs = specs(call.body().path("extra_specs"));
        flavors.putSpecs(flavors.visible(call, id), specs);
        return Map.of("extra_specs", specs);
    }

    @Put("/{key}")
    @Route(rule = Rule.FLAVOR_EXTRA_SPECS_UPDATE, owner = Route.Owner.ADMIN, body = "flavors/update_spec")
    Map<String, String> update(Call call, String id, String key) {
        Map<String, String> specs = specs(call.body());
        if (!specs.containsKey(key)) {
            throw Failure.API_INVALID_INPUT.refused("Request body and URI mismatch");
        }
        flavors.putSpecs(flavors.visible(call, id), specs);
        return specs;
    }

    @Delete("/{key}")
    @Route(rule = Rule.FLAVOR_EXTRA_SPECS_DELETE, owner = Route.Owner.ADMIN)
    HttpResponse<?> delete(Call call, String id, String key) {
        FlavorRow flavor = flavors.visible(call, id);
        if (!flavors.removeSpec(flavor, key)) {
            throw Failure.FLAVOR_SPEC_NOT_FOUND.refused(id, key);
        }
        return HttpResponse.ok();
    }

    private static Map<String, String> specs(JsonNode node) {
        Map<String, String> specs = new TreeMap<>();
        node.properties().forEach(spec -> specs.put(spec.getKey(), Values.shortText(spec.getKey(), spec.getValue())));
        return specs;
    }
}
