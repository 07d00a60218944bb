package io.cellplane.api.flavor;

import io.cellplane.api.ApiSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Page;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code /flavors}. */
@Controller("/v2.1/flavors")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FlavorsController {

    private final Flavors flavors;
    private final ApiSettings settings;

    FlavorsController(Flavors flavors, ApiSettings settings) {
        this.flavors = flavors;
        this.settings = settings;
    }

    @Get
    @Route(rule = Rule.FLAVORS, owner = Route.Owner.NOBODY, query = "flavors/list")
    Map<String, Object> list(Call call) {
        return page(call, "flavors", flavor -> FlavorView.brief(call, flavor));
    }

    @Get("/detail")
    @Route(rule = Rule.FLAVORS, owner = Route.Owner.NOBODY, query = "flavors/list")
    Map<String, Object> detail(Call call) {
        Map<Integer, Map<String, String>> specs = call.since(61) ? flavors.allSpecs() : Map.of();
        return page(
                call,
                "flavors/detail",
                flavor -> FlavorView.full(call, flavor, specs.getOrDefault(flavor.id(), Map.of())));
    }

    private Map<String, Object> page(Call call, String path, Function<FlavorRow, Map<String, Object>> view) {
        List<FlavorRow> found = new FlavorQuery(call, flavors.granted(call)).of(flavors.all());
        Page page = Page.of(call, settings.maxLimit());
        List<FlavorRow> items = page.of(
                found,
                FlavorRow::flavorid,
                marker -> Failure.API_INVALID_INPUT.refused("marker [" + marker + "] not found"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("flavors", items.stream().map(view).toList());
        if (!items.isEmpty()) {
            page.addNext(answer, "flavors", items.size(), items.getLast().flavorid(), call, path);
        }
        return answer;
    }

    @Get("/{id}")
    @Route(rule = Rule.FLAVORS)
    Map<String, Object> show(Call call, String id) {
        return full(call, flavors.visible(call, id));
    }

    private Map<String, Object> full(Call call, FlavorRow flavor) {
        return Map.of("flavor", FlavorView.full(call, flavor, call.since(61) ? flavors.specs(flavor.id()) : Map.of()));
    }

    @Post
    @Route(rule = Rule.FLAVOR_MANAGE_CREATE, owner = Route.Owner.ADMIN, body = "flavors/create")
    Map<String, Object> create(Call call) {
        return full(call, flavors.create(NewFlavor.of(call.body().path("flavor"))));
    }

    @Put("/{id}")
    @Route(rule = Rule.FLAVOR_MANAGE_UPDATE, owner = Route.Owner.ADMIN, min = "2.55", body = "flavors/update")
    Map<String, Object> update(Call call, String id) {
        FlavorRow flavor = flavors.visible(call, id);
        return full(call, flavors.describe(flavor, Values.text(call.body().at("/flavor/description"))));
    }

    @Delete("/{id}")
    @Route(rule = Rule.FLAVOR_MANAGE_DELETE, owner = Route.Owner.ADMIN)
    HttpResponse<?> delete(Call call, String id) {
        flavors.remove(flavors.visible(call, id));
        return HttpResponse.accepted();
    }
}
