package io.cellplane.api.servers.attribute;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
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

/** {@code /servers/{id}/metadata}. */
@Controller("/v2.1/servers/{id}/metadata")
@ExecuteOn(TaskExecutors.BLOCKING)
final class MetadataController {
    private static final String UPDATE = "update metadata";
    private static final String DELETE = "delete metadata";

    private final AttributeWrites attributes;

    MetadataController(AttributeWrites attributes) {
        this.attributes = attributes;
    }

    @Get
    @Route(rule = Rule.SERVER_METADATA_INDEX)
    Map<String, Object> index(Call call, String id) {
        return Map.of("metadata", attributes.metadata(call, id));
    }

    @Post
    @Route(rule = Rule.SERVER_METADATA_CREATE, body = "servers/metadata")
    Map<String, Object> add(Call call, String id) {
        Map<String, String> given = pairs(call.body().path("metadata"));
        return Map.of("metadata", attributes.metadata(call, id, UPDATE, pairs -> {
            pairs.putAll(given);
            return pairs;
        }));
    }

    @Put
    @Route(rule = Rule.SERVER_METADATA_UPDATE_ALL, body = "servers/metadata")
    Map<String, Object> replace(Call call, String id) {
        Map<String, String> given = pairs(call.body().path("metadata"));
        return Map.of("metadata", attributes.metadata(call, id, UPDATE, pairs -> given));
    }

    @Get("/{key}")
    @Route(rule = Rule.SERVER_METADATA_SHOW)
    Map<String, Object> show(Call call, String id, String key) {
        String value = attributes.metadata(call, id).get(key);
        if (value == null) {
            throw Failure.SERVER_METADATA_NOT_FOUND.refused();
        }
        return Map.of("meta", Map.of(key, value));
    }

    @Put("/{key}")
    @Route(rule = Rule.SERVER_METADATA_UPDATE, body = "servers/meta")
    Map<String, Object> set(Call call, String id, String key) {
        Map<String, String> given = pairs(call.body().path("meta"));
        if (!given.containsKey(key)) {
            throw Values.bad("Request body and URI mismatch");
        }
        attributes.metadata(call, id, UPDATE, pairs -> {
            pairs.putAll(given);
            return pairs;
        });
        return Map.of("meta", given);
    }

    @Delete("/{key}")
    @Route(rule = Rule.SERVER_METADATA_DELETE)
    HttpResponse<?> remove(Call call, String id, String key) {
        attributes.metadata(call, id, DELETE, pairs -> {
            if (pairs.remove(key) == null) {
                throw Failure.SERVER_METADATA_NOT_FOUND.refused();
            }
            return pairs;
        });
        return HttpResponse.noContent();
    }

    private static Map<String, String> pairs(JsonNode node) {
        Map<String, String> pairs = new TreeMap<>();
        node.properties()
                .forEach(pair -> pairs.put(pair.getKey(), pair.getValue().asText()));
        return pairs;
    }
}
