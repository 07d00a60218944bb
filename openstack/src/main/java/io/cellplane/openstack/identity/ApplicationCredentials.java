package io.cellplane.openstack.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.http.OwnCalls;
import io.cellplane.openstack.http.ServiceHttp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The application credentials of this process's own user: each good for a few calls, for a time. Every call throws
 * {@link ServiceAway} when the identity service cannot be asked, {@link ServiceRefused} when it refuses.
 */
public final class ApplicationCredentials {
    private final ServiceHttp http;
    private final OwnCalls calls;
    private final TokenSource own;
    private final Identity identity;
    private volatile @Nullable String user;

    /** @param http rooted at {@code …/v3} */
    public ApplicationCredentials(ServiceHttp http, TokenSource own, Identity identity) {
        this.http = http;
        this.calls = new OwnCalls(http, own);
        this.own = own;
        this.identity = identity;
    }

    /**
     * Makes a credential and a token of it. The secret is forgotten: there will be no second token.
     *
     * @param rules the only calls that it is good for
     * @return the token
     */
    public String issue(String name, Instant expires, List<AccessRule> rules) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode asked = body.putObject("application_credential").put("name", name);
        asked.put("expires_at", expires.truncatedTo(ChronoUnit.SECONDS).toString());
        asked.put("unrestricted", false);
        ArrayNode allowed = asked.putArray("access_rules");
        rules.forEach(rule -> allowed.addObject()
                .put("service", rule.service())
                .put("method", rule.method())
                .put("path", rule.path()));
        JsonNode made = calls.call("POST", credentials(), body, Map.of()).good().path("application_credential");
        return token(made.path("id").asText(), made.path("secret").asText());
    }

    public List<ApplicationCredential> all() {
        List<ApplicationCredential> all = new ArrayList<>();
        calls.get(credentials()).good().path("application_credentials").forEach(one -> {
            List<String> rules = new ArrayList<>();
            one.path("access_rules").forEach(rule -> rules.add(rule.path("id").asText()));
            all.add(new ApplicationCredential(
                    one.path("id").asText(), one.path("name").asText(), rules));
        });
        return all;
    }

    /** Its tokens are worth nothing from now on. Gone already is success. */
    public void delete(ApplicationCredential credential) {
        Answer gone = calls.call("DELETE", credentials() + "/" + credential.id(), null, Map.of());
        if (!gone.isNotFound()) {
            gone.good();
        }
        // One that another credential still uses is refused: it goes with that one.
        credential
                .accessRules()
                .forEach(rule -> calls.call("DELETE", "/users/" + user() + "/access_rules/" + rule, null, Map.of()));
    }

    private String token(String id, String secret) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode method = body.putObject("auth").putObject("identity");
        method.putArray("methods").add("application_credential");
        method.putObject("application_credential").put("id", id).put("secret", secret);
        Answer answer = http.call("POST", "/auth/tokens", body, Map.of());
        answer.good();
        return answer.headers()
                .firstValue("X-Subject-Token")
                .orElseThrow(() -> new ServiceAway("identity", "it gave no token", null));
    }

    private String credentials() {
        return "/users/" + user() + "/application_credentials";
    }

    private String user() {
        String known = user;
        if (known == null) {
            known = identity.validate(own.token())
                    .map(Token::userId)
                    .orElseThrow(() -> new ServiceAway("identity", "our own token is turned away", null));
            user = known;
        }
        return known;
    }
}
