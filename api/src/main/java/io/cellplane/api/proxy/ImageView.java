package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Links;
import io.cellplane.api.schema.Values;
import io.cellplane.openstack.image.ImageProperties;
import io.cellplane.openstack.image.ImageProxy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How images look to clients of the compute API. */
@Singleton
final class ImageView {
    private static final Map<String, String> STATUS = Map.of(
            "active", "ACTIVE",
            "queued", "SAVING",
            "saving", "SAVING",
            "deleted", "DELETED",
            "pending_delete", "DELETED",
            "killed", "ERROR");

    private static final Map<String, Integer> PROGRESS = Map.of("queued", 25, "saving", 50, "active", 100);

    private final ImageProxy images;

    ImageView(ImageProxy images) {
        this.images = images;
    }

    Map<String, Object> brief(Call call, JsonNode image) {
        String path = "images/" + image.path("id").asText();
        List<Map<String, String>> links = new ArrayList<>(Links.of(call, path));
        links.add(Map.of(
                "rel", "alternate", "type", "application/vnd.openstack.image", "href", images.root() + "/" + path));
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", image.path("id").asText());
        view.put("name", Values.text(image.path("name")));
        view.put("links", links);
        return view;
    }

    Map<String, Object> whole(Call call, JsonNode image) {
        Map<String, String> properties = ImageProperties.of(image);
        String status = image.path("status").asText();
        Map<String, Object> view = brief(call, image);
        view.put("minRam", image.path("min_ram").asInt());
        view.put("minDisk", image.path("min_disk").asInt());
        view.put("metadata", properties);
        view.put("created", Values.text(image.path("created_at")));
        view.put("updated", Values.text(image.path("updated_at")));
        view.put("status", STATUS.getOrDefault(status, "UNKNOWN"));
        view.put("progress", PROGRESS.getOrDefault(status, 0));
        view.put("OS-EXT-IMG-SIZE:size", image.path("size").asLong());
        String diskConfig = properties.get("auto_disk_config");
        if (diskConfig != null) {
            view.put("OS-DCF:diskConfig", Boolean.TRUE.equals(Values.bool(diskConfig)) ? "AUTO" : "MANUAL");
        }
        String server = properties.get("instance_uuid");
        if (server != null) {
            view.put("server", Map.of("id", server, "links", Links.of(call, "servers/" + server)));
        }
        return view;
    }
}
