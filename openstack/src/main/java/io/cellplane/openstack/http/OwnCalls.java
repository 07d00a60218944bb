package io.cellplane.openstack.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.identity.TokenSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls to one service in this process's own name: the token is renewed once when it is turned away. */
public final class OwnCalls {
    private final ServiceHttp http;
    private final TokenSource tokens;

    public OwnCalls(ServiceHttp http, TokenSource tokens) {
        this.http = http;
        this.tokens = tokens;
    }

    /** {@link ServiceHttp#call} with the own token. @throws ServiceAway also when the own token is no good */
    public Answer call(String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        for (int turn = 0; turn < 2; turn++) {
            String token = tokens.token();
            all.put("X-Auth-Token", token);
            Answer answer = http.call(method, path, body, all);
            if (answer.status() != 401) {
                return answer;
            }
            tokens.spoiled(token);
        }
        throw new ServiceAway(http.service(), "our own token is turned away", null);
    }

    public Answer get(String path) {
        return call("GET", path, null, Map.of());
    }
}
