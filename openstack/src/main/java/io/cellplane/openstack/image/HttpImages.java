package io.cellplane.openstack.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.http.OwnCalls;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.identity.TokenSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Glance, or what speaks like one. */
public final class HttpImages implements Images {
    /** The tag of images that were made here. */
    private static final String MARK = "cellplane";

    private final ServiceHttp http;
    private final OwnCalls own;

    /** @param http rooted above {@code /v2} */
    public HttpImages(ServiceHttp http, TokenSource own) {
        this.http = http;
        this.own = new OwnCalls(http, own);
    }

    @Override
    public Optional<Image> get(String id) {
        return ServiceHttp.isId(id) ? read(own.get("/v2/images/" + id)) : Optional.empty();
    }

    @Override
    public Optional<Image> get(String id, String callersToken) {
        return ServiceHttp.isId(id)
                ? read(http.call("GET", "/v2/images/" + id, null, Map.of("X-Auth-Token", callersToken)))
                : Optional.empty();
    }

    @Override
    public List<Image> marked() {
        List<Image> all = new ArrayList<>();
        String next = "/v2/images?tag=" + MARK;
        while (!next.isEmpty()) {
            JsonNode page = own.get(next).good();
            page.path("images").forEach(image -> all.add(read(image)));
            next = page.path("next").asText("");
        }
        return all;
    }

    @Override
    public Image create(NewImage asked) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        asked.properties().forEach(body::put);
        body.put("id", asked.id()).put("name", asked.name()).put("visibility", "private");
        body.put("disk_format", asked.diskFormat()).put("container_format", asked.containerFormat());
        body.putArray("tags").add(MARK);
        return read(own.call("POST", "/v2/images", body, Map.of()).good());
    }

    @Override
    public void delete(String id) {
        Answer answer = own.call("DELETE", "/v2/images/" + id, null, Map.of());
        if (!answer.isNotFound()) {
            answer.good();
        }
    }

    private static Optional<Image> read(Answer answer) {
        return answer.isNotFound() ? Optional.empty() : Optional.of(read(answer.good()));
    }

    private static Image read(JsonNode image) {
        return new Image(
                image.path("id").asText(),
                text(image, "name"),
                image.path("status").asText(),
                image.path("size").asLong(0),
                image.path("min_disk").asInt(0),
                image.path("min_ram").asInt(0),
                text(image, "disk_format"),
                text(image, "container_format"),
                image.path("visibility").asText("private"),
                text(image, "owner"),
                hashes(image),
                ImageProperties.of(image));
    }

    private static Map<String, String> hashes(JsonNode image) {
        Map<String, String> hashes = new HashMap<>();
        String algorithm = text(image, "os_hash_algo");
        String value = text(image, "os_hash_value");
        if (algorithm != null && value != null) {
            hashes.put(algorithm, value);
        }
        String checksum = text(image, "checksum");
        if (checksum != null) {
            hashes.put("md5", checksum);
        }
        return hashes;
    }

    private static @Nullable String text(JsonNode image, String field) {
        JsonNode found = image.path(field);
        return found.isTextual() ? found.asText() : null;
    }
}
