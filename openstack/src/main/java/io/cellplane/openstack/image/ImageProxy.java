package io.cellplane.openstack.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.http.CallersCalls;
import io.cellplane.openstack.http.ServiceHttp;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The image service as a caller uses it through this process: with the caller's token, in the service's own documents.
 * Every call throws {@link CallerRefused} with what the service refuses to the caller, and {@link ServiceAway} when it
 * cannot be asked.
 */
public final class ImageProxy {
    private static final Map<String, String> PATCH =
            Map.of("Content-Type", "application/openstack-images-v2.1-json-patch");

    private final CallersCalls calls;
    private final ServiceHttp http;

    /** @param http rooted above {@code /v2} */
    public ImageProxy(ServiceHttp http) {
        this.calls = new CallersCalls(http);
        this.http = http;
    }

    /** The address of the service, above its version. */
    public URI root() {
        return http.root();
    }

    /**
     * The newest first.
     *
     * @param filters as the service takes them, {@code marker} among them
     * @param most how many at the most; 0 asks for none
     */
    public List<JsonNode> list(String token, Map<String, String> filters, int most) {
        List<JsonNode> found = new ArrayList<>();
        Map<String, String> query = new TreeMap<>(filters);
        while (found.size() < most) {
            query.put("limit", Integer.toString(most - found.size()));
            JsonNode page = calls.call(token, "GET", "/v2/images?" + encoded(query), null);
            page.path("images").forEach(found::add);
            if (!page.hasNonNull("next") || page.path("images").isEmpty()) {
                break;
            }
            query.put("marker", found.getLast().path("id").asText());
        }
        return found;
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream()
                .map(one -> ServiceHttp.encoded(one.getKey()) + "=" + ServiceHttp.encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** @throws CallerRefused 404 when the caller sees none */
    public JsonNode show(String token, String id) {
        return calls.call(token, "GET", at(id), null);
    }

    /** Brings the properties from what they are to what they are to be; whatever else the image has stays. */
    public void update(String token, String id, Map<String, String> before, Map<String, String> after) {
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                String op = before.containsKey(key) ? "replace" : "add";
                changes.addObject().put("op", op).put("path", pointer(key)).put("value", value);
            }
        });
        before.keySet().stream()
                .filter(key -> !after.containsKey(key))
                .forEach(key -> changes.addObject().put("op", "remove").put("path", pointer(key)));
        if (!changes.isEmpty()) {
            calls.call(token, "PATCH", at(id), changes, PATCH);
        }
    }

    private static String pointer(String key) {
        return "/" + key.replace("~", "~0").replace("/", "~1");
    }

    public void delete(String token, String id) {
        calls.call(token, "DELETE", at(id), null);
    }

    private String at(String id) {
        return "/v2/images/" + calls.id(id);
    }
}
