package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.control.LimitSource;
import io.cellplane.db.control.QuotaResource;
import io.cellplane.openstack.image.ImageProperties;
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

/** {@code /images/{id}/metadata}, to 2.38. */
@Controller("/v2.1/images/{id}/metadata")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ImageMetadataController {
    private static final String LAST = "2.38";

    private final ProxiedImages images;
    private final LimitSource limits;

    ImageMetadataController(ProxiedImages images, LimitSource limits) {
        this.images = images;
        this.limits = limits;
    }

    @Get
    @Route(rule = Rule.CELLPLANE_IMAGES, max = LAST)
    Map<String, Object> index(Call call, String id) {
        return Map.of("metadata", ImageProperties.of(images.one(call, id)));
    }

    @Post
    @Route(rule = Rule.CELLPLANE_IMAGES, max = LAST, body = "servers/metadata")
    Map<String, Object> add(Call call, String id) {
        JsonNode image = images.one(call, id);
        Map<String, String> next = ImageProperties.of(image);
        next.putAll(pairs(call.body().path("metadata")));
        return Map.of("metadata", set(call, image, next));
    }

    @Put
    @Route(rule = Rule.CELLPLANE_IMAGES, max = LAST, body = "servers/metadata")
    Map<String, Object> replace(Call call, String id) {
        JsonNode image = images.one(call, id);
        return Map.of("metadata", set(call, image, pairs(call.body().path("metadata"))));
    }

    @Get("/{key}")
    @Route(rule = Rule.CELLPLANE_IMAGES, max = LAST)
    Map<String, Object> show(Call call, String id, String key) {
        String value = ImageProperties.of(images.one(call, id)).get(key);
        if (value == null) {
            throw Failure.API_ROUTE_NOT_FOUND.refused();
        }
        return Map.of("meta", Map.of(key, value));
    }

    @Put("/{key}")
    @Route(rule = Rule.CELLPLANE_IMAGES, max = LAST, body = "servers/meta")
    Map<String, Object> put(Call call, String id, String key) {
        Map<String, String> given = pairs(call.body().path("meta"));
        String value = given.get(key);
        if (value == null) {
            throw Values.bad("Request body and URI mismatch");
        }
        JsonNode image = images.one(call, id);
        Map<String, String> next = ImageProperties.of(image);
        next.put(key, value);
        set(call, image, next);
        return Map.of("meta", given);
    }

    @Delete("/{key}")
    @Route(rule = Rule.CELLPLANE_IMAGES, max = LAST)
    HttpResponse<?> remove(Call call, String id, String key) {
        JsonNode image = images.one(call, id);
        Map<String, String> next = ImageProperties.of(image);
        if (next.remove(key) == null) {
            throw Failure.API_NOT_FOUND.refused("Invalid metadata key");
        }
        images.setProperties(call, image, next);
        return HttpResponse.noContent();
    }

    private Map<String, String> set(Call call, JsonNode image, Map<String, String> next) {
        int most = limits.of(call.project(), "").of(QuotaResource.METADATA_ITEMS);
        if (most >= 0 && next.size() > most) {
            throw Failure.API_FORBIDDEN.refused("Image metadata limit exceeded");
        }
        images.setProperties(call, image, next);
        return next;
    }

    private static Map<String, String> pairs(JsonNode node) {
        Map<String, String> pairs = new TreeMap<>();
        node.properties()
                .forEach(pair -> pairs.put(pair.getKey(), pair.getValue().asText()));
        return pairs;
    }
}
