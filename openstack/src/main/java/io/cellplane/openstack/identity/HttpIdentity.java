package io.cellplane.openstack.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.http.OwnCalls;
import io.cellplane.openstack.http.ServiceHttp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Keystone, or what speaks like one. */
public final class HttpIdentity implements Identity {
    private final OwnCalls calls;

    /** @param http rooted at {@code …/v3} */
    public HttpIdentity(ServiceHttp http, TokenSource own) {
        this.calls = new OwnCalls(http, own);
    }

    @Override
    public Optional<Token> validate(String token) {
        if (!isPlausible(token)) {
            return Optional.empty();
        }
        Answer answer = calls.call(
                "GET",
                "/auth/tokens?nocatalog",
                null,
                Map.of("X-Subject-Token", token, "OpenStack-Identity-Access-Rules", "1.0"));
        return answer.isNotFound() || answer.status() == 400
                ? Optional.empty()
                : Optional.of(read(answer.good().path("token")));
    }

    @Override
    public Optional<Project> project(String id) {
        if (!ServiceHttp.isId(id)) {
            return Optional.empty();
        }
        Answer answer = calls.get("/projects/" + id);
        if (answer.isNotFound()) {
            return Optional.empty();
        }
        JsonNode project = answer.good().path("project");
        return Optional.of(new Project(
                project.path("id").asText(),
                project.path("name").asText(),
                project.path("domain_id").asText(),
                project.path("enabled").asBoolean(true)));
    }

    /** What may stand in a header; anything else is no token, and no fault of the identity service. */
    private static boolean isPlausible(String token) {
        return !token.isEmpty() && token.length() <= 8192 && token.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static Token read(JsonNode token) {
        List<String> roles = new ArrayList<>();
        token.path("roles").forEach(role -> roles.add(role.path("name").asText().toLowerCase(Locale.ROOT)));
        JsonNode user = token.path("user");
        JsonNode project = token.path("project");
        return new Token(
                user.path("id").asText(),
                user.path("name").asText(),
                user.at("/domain/id").asText(),
                text(project.path("id")),
                text(project.path("name")),
                text(project.at("/domain/id")),
                text(token.at("/domain/id")),
                roles,
                Instant.parse(token.path("expires_at").asText()),
                token.path("is_admin_project").asBoolean(true),
                token.at("/system/all").asBoolean(false),
                rules(token.at("/application_credential/access_rules")));
    }

    /** None at all is something else than an empty list of them. */
    private static @Nullable List<AccessRule> rules(JsonNode node) {
        if (!node.isArray()) {
            return null;
        }
        List<AccessRule> rules = new ArrayList<>();
        node.forEach(rule -> rules.add(new AccessRule(
                rule.path("service").asText(),
                rule.path("method").asText(),
                rule.path("path").asText())));
        return rules;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
