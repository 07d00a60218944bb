package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Token;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The records of images, who may see and change them, and what a record must be like. */
final class ImageShelf {
    static final Set<String> READ_ONLY = Set.of(
            "id",
            "status",
            "owner",
            "size",
            "virtual_size",
            "checksum",
            "os_hash_algo",
            "os_hash_value",
            "created_at",
            "updated_at",
            "self",
            "file",
            "schema",
            "stores",
            "direct_url",
            "locations");
    private static final Set<String> NUMBERS = Set.of("min_disk", "min_ram");
    private static final Set<String> FLAGS = Set.of("protected", "os_hidden");
    private static final Set<String> NULLABLE = Set.of("name", "disk_format", "container_format");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    final Store store;
    final Shelf images;

    ImageShelf(Store store) {
        this.store = store;
        this.images = store.shelf("image").indexed("name");
    }

    ObjectNode create(ObjectNode asked, String owner, boolean mayPublish) {
        ObjectNode image = Docs.object().putNull("name").putNull("disk_format").putNull("container_format");
        image.put("visibility", "shared").put("protected", false).put("os_hidden", false);
        image.put("min_disk", 0).put("min_ram", 0).putArray("tags");
        String id = asked.path("id").asText(Docs.id());
        if (!ID.matcher(id).matches()) {
            throw WireFailure.bad("Invalid image id format");
        }
        asked.properties().stream()
                .filter(field -> !field.getKey().equals("id"))
                .forEach(field -> {
                    if (!field.getKey().equals("owner")) {
                        set(image, field.getKey(), field.getValue(), mayPublish);
                    }
                });
        String now = Docs.seconds(Instant.now());
        image.put("id", id).put("status", "queued").put("owner", owner);
        image.put("created_at", now).put("updated_at", now);
        List.of("size", "virtual_size", "checksum", "os_hash_algo", "os_hash_value")
                .forEach(image::putNull);
        image.put("self", "/v2/images/" + id)
                .put("file", "/v2/images/" + id + "/file")
                .put("schema", "/v2/schemas/image");
        return store.locked(() -> {
            if (images.get(id).isPresent()) {
                throw WireFailure.conflict("Image ID " + id + " already exists!");
            }
            return images.put(id, image);
        });
    }

    /** Sets one field of a record that nobody else sees yet. 400 or 403 when it may not be so. */
    static void set(ObjectNode image, String key, JsonNode value, boolean mayPublish) {
        if (READ_ONLY.contains(key)) {
            throw WireFailure.forbidden("Attribute '" + key + "' is read-only.");
        }
        boolean fits = switch (key) {
            case "tags" -> value.isArray();
            case "visibility" ->
                Set.of("public", "private", "shared", "community").contains(value.asText());
            default ->
                NUMBERS.contains(key)
                        ? value.isInt() && value.asInt() >= 0
                        : FLAGS.contains(key)
                                ? value.isBoolean()
                                : value.isTextual() || (value.isNull() && NULLABLE.contains(key));
        };
        if (!fits) {
            throw WireFailure.bad("Invalid value for '" + key + "'.");
        }
        if (key.equals("visibility") && value.asText().equals("public") && !mayPublish) {
            throw WireFailure.forbidden("You are not authorized to complete publicize_image action.");
        }
        image.set(key, value);
    }

    boolean mayList(ObjectNode image, Token who) {
        return isOwn(image, who)
                || image.path("visibility").asText().equals("public")
                || (who.hasRole("admin") && !image.path("visibility").asText().equals("community"));
    }

    static boolean isOwn(ObjectNode image, Token who) {
        return image.path("owner").asText().equals(who.projectId());
    }

    /** 404 when the bearer may not see it. */
    ObjectNode visible(String id, Token who) {
        return images.get(id)
                .filter(image -> mayList(image, who)
                        || who.hasRole("admin")
                        || image.path("visibility").asText().equals("community"))
                .orElseThrow(() -> WireFailure.missing("No image found with ID " + id));
    }

    /** 404 when the bearer may not see it, 403 when it may not be changed. */
    ObjectNode changeable(String id, Token who) {
        ObjectNode image = visible(id, who);
        if (!isOwn(image, who) && !who.hasRole("admin")) {
            throw WireFailure.forbidden("You are not permitted to modify this image.");
        }
        return image;
    }

    ObjectNode replace(ObjectNode image) {
        image.put("updated_at", Docs.seconds(Instant.now()));
        return images.put(image.path("id").asText(), image);
    }
}
