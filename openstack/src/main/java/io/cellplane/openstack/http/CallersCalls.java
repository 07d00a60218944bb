package io.cellplane.openstack.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.ServiceAway;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls to one service in the name of whoever calls this process, with that one's own token. */
public final class CallersCalls {
    private final ServiceHttp http;

    public CallersCalls(ServiceHttp http) {
        this.http = http;
    }

    /**
     * The body of a success; missing when it has none.
     *
     * @throws CallerRefused with the service's own words
     * @throws ServiceAway when there is no answer, or one that says "not now"
     */
    public JsonNode call(String token, String method, String path, @Nullable JsonNode body) {
        return call(token, method, path, body, Map.of());
    }

    /** The same with further headers. */
    public JsonNode call(
            String token, String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("X-Auth-Token", token);
        Answer answer = http.call(method, path, body, all);
        if (answer.status() >= 300) {
            String type = answer.body().at("/NeutronError/type").asText("");
            throw new CallerRefused(http.service(), answer.status(), type, answer.words());
        }
        return answer.body();
    }

    /** What a path is made of. @throws CallerRefused 404 when it can be no id at all */
    public String id(String text) {
        if (!ServiceHttp.isId(text)) {
            throw new CallerRefused(http.service(), 404, "", "The resource could not be found.");
        }
        return text;
    }
}
