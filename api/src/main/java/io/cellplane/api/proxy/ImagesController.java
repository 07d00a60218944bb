package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.ApiSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Page;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** {@code /images}, to 2.35. */
@Controller("/v2.1/images")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ImagesController {
    private final ProxiedImages images;
    private final ImageView view;
    private final ApiSettings settings;

    ImagesController(ProxiedImages images, ImageView view, ApiSettings settings) {
        this.images = images;
        this.view = view;
        this.settings = settings;
    }

    @Get
    @Route(rule = Rule.CELLPLANE_IMAGES, owner = Route.Owner.NOBODY, max = "2.35", query = "images/list")
    Map<String, Object> list(Call call) {
        return listed(call, "images", view::brief);
    }

    @Get("/detail")
    @Route(rule = Rule.CELLPLANE_IMAGES, owner = Route.Owner.NOBODY, max = "2.35", query = "images/list")
    Map<String, Object> detail(Call call) {
        return listed(call, "images/detail", view::whole);
    }

    private Map<String, Object> listed(Call call, String path, BiFunction<Call, JsonNode, Map<String, Object>> shown) {
        Page page = Page.of(call, settings.maxLimit());
        List<JsonNode> found = images.list(call, page);
        Map<String, Object> answer = new HashMap<>();
        answer.put(
                "images", found.stream().map(image -> shown.apply(call, image)).toList());
        String last = found.isEmpty() ? "" : found.getLast().path("id").asText();
        page.addNext(answer, "images", found.size(), last, call, path);
        return answer;
    }

    @Get("/{id}")
    @Route(rule = Rule.CELLPLANE_IMAGES, max = "2.35")
    Map<String, Object> show(Call call, String id) {
        return Map.of("image", view.whole(call, images.one(call, id)));
    }

    @Delete("/{id}")
    @Route(rule = Rule.CELLPLANE_IMAGES, max = "2.35")
    HttpResponse<?> delete(Call call, String id) {
        images.delete(call, id);
        return HttpResponse.noContent();
    }
}
