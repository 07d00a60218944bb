package io.cellplane.openstack.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What users say of an image beyond what every image has. */
public final class ImageProperties {
    private static final Set<String> OWN_FIELDS = Set.of(
            "id",
            "name",
            "status",
            "visibility",
            "owner",
            "checksum",
            "os_hash_algo",
            "os_hash_value",
            "created_at",
            "updated_at",
            "disk_format",
            "container_format",
            "self",
            "file",
            "schema",
            "stores",
            "direct_url");

    private ImageProperties() {}

    /** Each further field of the service's document that is a text. */
    public static Map<String, String> of(JsonNode image) {
        Map<String, String> properties = new TreeMap<>();
        image.properties().forEach(field -> {
            if (field.getValue().isTextual() && !OWN_FIELDS.contains(field.getKey())) {
                properties.put(field.getKey(), field.getValue().asText());
            }
        });
        return properties;
    }
}
