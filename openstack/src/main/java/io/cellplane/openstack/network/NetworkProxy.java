package io.cellplane.openstack.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.http.CallersCalls;
import io.cellplane.openstack.http.ServiceHttp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The network service as a caller uses it through this process: with the caller's token, in the service's own documents.
 * Every call throws {@link CallerRefused} with what the service refuses to the caller, and {@link ServiceAway} when it
 * cannot be asked.
 */
public final class NetworkProxy {
    /** What the service has collections of. */
    public enum Resource {
        NETWORK("networks"),
        SUBNET("subnets"),
        PORT("ports"),
        FLOATINGIP("floatingips"),
        SECURITY_GROUP("security-groups"),
        SECURITY_GROUP_RULE("security-group-rules");

        private final String path;

        Resource(String path) {
            this.path = path;
        }

        private String all() {
            return "/v2.0/" + path;
        }

        private String plural() {
            return path.replace('-', '_');
        }

        private String singular() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final CallersCalls calls;

    /** @param http rooted above {@code /v2.0} */
    public NetworkProxy(ServiceHttp http) {
        this.calls = new CallersCalls(http);
    }

    /** Those whose fields have these values, as far as the caller sees them. */
    public List<JsonNode> list(String token, Resource resource, Map<String, String> filters) {
        String query = filters.entrySet().stream()
                .map(filter -> filter.getKey() + "=" + ServiceHttp.encoded(filter.getValue()))
                .collect(Collectors.joining("&"));
        return listed(token, resource, query);
    }

    private List<JsonNode> listed(String token, Resource resource, String query) {
        List<JsonNode> all = new ArrayList<>();
        String marker = "";
        while (true) {
            JsonNode page = calls.call(token, "GET", resource.all() + "?" + query + marker, null);
            page.path(resource.plural()).forEach(all::add);
            // A service that bounds its pages says that there is more.
            if (all.isEmpty()
                    || !page.path(resource.plural() + "_links")
                            .findValuesAsText("rel")
                            .contains("next")) {
                return all;
            }
            marker = "&marker=" + all.getLast().path("id").asText();
        }
    }

    /** Those of the ids that the caller sees, each once. */
    public List<JsonNode> some(String token, Resource resource, Collection<String> ids) {
        List<JsonNode> found = new ArrayList<>();
        Queries.any("id", new LinkedHashSet<>(ids)).forEach(query -> found.addAll(listed(token, resource, query)));
        return found;
    }

    /** @throws CallerRefused 404 when the caller sees none */
    public JsonNode show(String token, Resource resource, String id) {
        return calls.call(token, "GET", at(resource, id), null).path(resource.singular());
    }

    public JsonNode create(String token, Resource resource, ObjectNode fields) {
        return calls.call(token, "POST", resource.all(), wrapped(resource, fields))
                .path(resource.singular());
    }

    /** @param fields what is to be otherwise; the rest stays */
    public JsonNode update(String token, Resource resource, String id, ObjectNode fields) {
        return calls.call(token, "PUT", at(resource, id), wrapped(resource, fields))
                .path(resource.singular());
    }

    /**
     * The same, only if nobody has changed it meanwhile.
     *
     * @param before as it was shown
     * @throws CallerRefused 412 when somebody has
     */
    public JsonNode updateUnchanged(String token, Resource resource, JsonNode before, ObjectNode fields) {
        String revision = "revision_number=" + before.path("revision_number").asText();
        return calls.call(
                        token,
                        "PUT",
                        at(resource, before.path("id").asText()),
                        wrapped(resource, fields),
                        Map.of("If-Match", revision))
                .path(resource.singular());
    }

    public void delete(String token, Resource resource, String id) {
        calls.call(token, "DELETE", at(resource, id), null);
    }

    private String at(Resource resource, String id) {
        return resource.all() + "/" + calls.id(id);
    }

    private static ObjectNode wrapped(Resource resource, ObjectNode fields) {
        return JsonNodeFactory.instance.objectNode().set(resource.singular(), fields);
    }
}
