package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Page;
import io.cellplane.api.http.Query;
import io.cellplane.api.http.Times;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.image.ImageProperties;
import io.cellplane.openstack.image.ImageProxy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The images that a caller sees. */
@Singleton
final class ProxiedImages {
    private static final String PROPERTY = "property-";

    /** What the image service calls what the compute API filters by. */
    private static final Map<String, String> FILTERS = Map.of(
            "name", "name",
            "status", "status",
            "changes-since", "updated_at",
            "server", "instance_uuid",
            "type", "image_type",
            "minRam", "min_ram",
            "minDisk", "min_disk");

    private final ImageProxy service;

    ProxiedImages(ImageProxy service) {
        this.service = service;
    }

    /** @throws io.cellplane.contracts.failure.Refused 400 for a filter or a marker that the image service does not take */
    List<JsonNode> list(Call call, Page page) {
        Map<String, String> filters = filters(call.query());
        String marker = page.marker();
        if (marker != null) {
            filters.put("marker", marker);
        }
        try {
            return service.list(call.tokenText(), filters, page.limit());
        } catch (CallerRefused refused) {
            throw refused.status() == 404 ? Values.bad(refused.words()) : refused;
        }
    }

    private static Map<String, String> filters(Query query) {
        Map<String, String> filters = new HashMap<>();
        query.values().forEach((key, values) -> {
            String value = values.getLast();
            String name = key.startsWith(PROPERTY) ? key.substring(PROPERTY.length()) : FILTERS.get(key);
            if (name != null && !name.isEmpty()) {
                filters.put(
                        name,
                        switch (key) {
                            // An address of the server will do as well as its id.
                            case "server" -> value.substring(value.lastIndexOf('/') + 1);
                            case "status" -> value.toLowerCase(Locale.ROOT);
                            case "changes-since" -> "gte:" + Times.seconds(Times.parse(key, value));
                            default -> value;
                        });
            }
        });
        return filters;
    }

    /** @throws io.cellplane.contracts.failure.Refused 404 */
    JsonNode one(Call call, String id) {
        return found(() -> service.show(call.tokenText(), id));
    }

    /** @throws io.cellplane.contracts.failure.Refused 404; 403 when the image service does not let the caller */
    void delete(Call call, String id) {
        try {
            found(() -> {
                service.delete(call.tokenText(), id);
                return id;
            });
        } catch (CallerRefused refused) {
            throw refused.status() == 403
                    ? Failure.API_FORBIDDEN.refused("You are not allowed to delete the image.")
                    : refused;
        }
    }

    /** @throws io.cellplane.contracts.failure.Refused 404; 403 when the image service does not let the caller */
    void setProperties(Call call, JsonNode image, Map<String, String> properties) {
        found(() -> {
            service.update(call.tokenText(), image.path("id").asText(), ImageProperties.of(image), properties);
            return image;
        });
    }

    private static <T> T found(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (CallerRefused refused) {
            throw refused.status() == 404 ? Failure.API_NOT_FOUND.refused("Image not found.") : refused;
        }
    }
}
