package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Token;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls on images. */
final class ImageRoutes {
    private static final int PAGE = 100;
    private static final Set<String> NO_FILTERS =
            Set.of("limit", "marker", "sort", "sort_key", "sort_dir", "member_status", "size_min", "size_max", "tag");

    private final ImageShelf shelf;
    private final ImageFiles files;
    private final Gate gate;

    ImageRoutes(ImageShelf shelf, ImageFiles files, Gate gate) {
        this.shelf = shelf;
        this.files = files;
        this.gate = gate;
    }

    void on(Routes routes) {
        routes.on("GET /v2/images", this::list);
        routes.on("POST /v2/images", this::create);
        routes.on("GET /v2/images/{id}", call -> Said.ok(shelf.visible(call.at("id"), gate.who(call))));
        routes.on("PATCH /v2/images/{id}", this::patch);
        routes.on("DELETE /v2/images/{id}", this::delete);
        routes.on("PUT /v2/images/{id}/file", this::upload);
        routes.on("GET /v2/images/{id}/file", this::download);
        routes.on("GET /v2/images/{id}/tasks", call -> empty(call, "tasks"));
        routes.on("GET /v2/images/{id}/members", call -> empty(call, "members"));
        routes.on("PUT /v2/images/{id}/tags/{tag}", call -> tag(call, true));
        routes.on("DELETE /v2/images/{id}/tags/{tag}", call -> tag(call, false));
        routes.on("POST /v2/images/{id}/actions/deactivate", call -> turn(call, "active", "deactivated"));
        routes.on("POST /v2/images/{id}/actions/reactivate", call -> turn(call, "deactivated", "active"));
    }

    private Said list(Call call) {
        Token who = gate.who(call);
        Set<String> filters = new HashSet<>(call.query().keySet());
        filters.removeAll(NO_FILTERS);
        if ("all".equals(call.query("visibility"))) {
            filters.remove("visibility");
        }
        List<ObjectNode> all = shelf.images.all().reversed().stream()
                .filter(image -> shelf.mayList(image, who)
                        || (image.path("visibility").asText().equals("community")
                                && "community".equals(call.query("visibility"))))
                .filter(image -> filters.contains("os_hidden")
                        || !image.path("os_hidden").asBoolean())
                .filter(image -> hasTags(image, call.all("tag")))
                .toList();
        List<ObjectNode> found = ImageQuery.sorted(ImageQuery.filtered(all, call, filters), call);
        List<ObjectNode> page = Listing.page(found, call, PAGE);
        ObjectNode body = Docs.object();
        body.set("images", Docs.array(page));
        body.put("first", "/v2/images").put("schema", "/v2/schemas/images");
        if (!page.isEmpty() && !page.getLast().equals(found.getLast())) {
            body.put("next", Listing.next(call, page.getLast().path("id").asText()));
        }
        return Said.ok(body);
    }

    private static boolean hasTags(ObjectNode image, List<String> tags) {
        Set<String> has = new HashSet<>();
        image.path("tags").forEach(tag -> has.add(tag.asText()));
        return has.containsAll(tags);
    }

    private Said create(Call call) {
        Token who = gate.member(call, "add_image");
        if (!(call.json() instanceof ObjectNode asked)) {
            throw WireFailure.bad("The body must be an object.");
        }
        boolean givesOwner = asked.path("owner").isTextual() && who.hasRole("admin");
        String owner = givesOwner ? asked.path("owner").asText() : Gate.projectOf(who);
        ObjectNode image = shelf.create(asked, owner, who.hasRole("admin"));
        return Said.of(201, image)
                .with("Location", call.base() + image.path("self").asText());
    }

    private Said patch(Call call) {
        Token who = gate.member(call, "modify_image");
        JsonNode changes = call.json();
        return shelf.store.locked(() -> {
            ObjectNode image = shelf.changeable(call.at("id"), who).deepCopy();
            for (JsonNode change : changes) {
                String key = change.path("path").asText().replaceFirst("^/", "");
                key = key.replace("~1", "/").replace("~0", "~");
                switch (change.path("op").asText()) {
                    case "add", "replace" -> ImageShelf.set(image, key, change.path("value"), who.hasRole("admin"));
                    case "remove" -> removed(image, key);
                    default -> throw WireFailure.bad("Operations must be one of add, replace, remove.");
                }
            }
            return Said.ok(shelf.replace(image));
        });
    }

    private static void removed(ObjectNode image, String key) {
        if (!image.has(key)) {
            throw WireFailure.conflict("Property " + key + " does not exist.");
        }
        if (ImageShelf.READ_ONLY.contains(key) || !image.path(key).isTextual()) {
            throw WireFailure.forbidden("Property " + key + " may not be removed.");
        }
        image.remove(key);
    }

    private Said delete(Call call) {
        Token who = gate.member(call, "delete_image");
        shelf.store.locked(() -> {
            ObjectNode image = shelf.changeable(call.at("id"), who);
            if (image.path("protected").asBoolean()) {
                throw WireFailure.forbidden("Image " + call.at("id") + " is protected and cannot be deleted.");
            }
            return shelf.images.remove(call.at("id"));
        });
        files.delete(call.at("id"));
        return Said.nothing();
    }

    private Said upload(Call call) {
        Token who = gate.member(call, "upload_image");
        if (!"application/octet-stream".equals(call.header("Content-Type"))) {
            throw new WireFailure(415, "", "The data must be application/octet-stream.");
        }
        String id = call.at("id");
        shelf.store.locked(() -> {
            ObjectNode image = shelf.changeable(id, who).deepCopy();
            if (!image.path("status").asText().equals("queued")) {
                throw WireFailure.conflict(
                        "Image status transition from " + image.path("status").asText() + " to saving is not allowed");
            }
            if (image.path("disk_format").isNull()
                    || image.path("container_format").isNull()) {
                throw WireFailure.bad("Properties disk_format, container_format must be set prior to saving data.");
            }
            return shelf.replace(image.put("status", "saving"));
        });
        try {
            ImageFiles.Written written = files.write(id, call.body());
            uploaded(id, written);
        } catch (UncheckedIOException e) {
            shelf.store.locked(() -> shelf.images
                    .get(id)
                    .map(image -> shelf.replace(image.deepCopy().put("status", "queued"))));
            throw e;
        }
        return Said.nothing();
    }

    /** Deleted meanwhile: the data go too. */
    private void uploaded(String id, ImageFiles.Written written) {
        boolean there = shelf.store.locked(() -> {
            shelf.images.get(id).ifPresent(image -> activate(image.deepCopy(), written));
            return shelf.images.get(id).isPresent();
        });
        if (!there) {
            files.delete(id);
            throw new WireFailure(410, "", "Image " + id + " could not be found after upload.");
        }
    }

    ObjectNode activate(ObjectNode image, ImageFiles.Written written) {
        image.put("status", "active").put("size", written.size()).put("virtual_size", written.size());
        image.put("checksum", written.md5()).put("os_hash_algo", "sha512").put("os_hash_value", written.sha512());
        return shelf.replace(image);
    }

    private Said download(Call call) {
        Token who = gate.who(call);
        ObjectNode image = shelf.visible(call.at("id"), who);
        if (image.path("status").asText().equals("deactivated") && !who.hasRole("admin")) {
            throw WireFailure.forbidden("The requested image has been deactivated.");
        }
        if (!Files.exists(files.of(call.at("id")))) {
            return Said.nothing();
        }
        return Said.file(
                files.of(call.at("id")),
                Map.of(
                        "Content-Type",
                        "application/octet-stream",
                        "Content-MD5",
                        image.path("checksum").asText()));
    }

    private Said empty(Call call, String key) {
        shelf.visible(call.at("id"), gate.who(call));
        ObjectNode body = Docs.object();
        body.putArray(key);
        return Said.ok(body);
    }

    private Said tag(Call call, boolean wanted) {
        Token who = gate.member(call, "modify_image");
        shelf.store.locked(() -> {
            ObjectNode image = shelf.changeable(call.at("id"), who).deepCopy();
            Set<String> tags = new LinkedHashSet<>();
            image.path("tags").forEach(tag -> tags.add(tag.asText()));
            boolean changed = wanted ? tags.add(call.at("tag")) : tags.remove(call.at("tag"));
            if (!changed && !wanted) {
                throw WireFailure.missing("There is no such tag.");
            }
            image.set("tags", Docs.texts(tags));
            return shelf.replace(image);
        });
        return Said.nothing();
    }

    private Said turn(Call call, String from, String to) {
        Token who = gate.admin(call, to);
        shelf.store.locked(() -> {
            ObjectNode image = shelf.changeable(call.at("id"), who).deepCopy();
            String status = image.path("status").asText();
            if (!status.equals(from) && !status.equals(to)) {
                throw WireFailure.forbidden("Not allowed to change the status from " + status + " to " + to + ".");
            }
            return shelf.replace(image.put("status", to));
        });
        return Said.nothing();
    }
}
