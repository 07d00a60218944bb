package io.cellplane.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cellplane.api.policy.Policy;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.version.Microversion;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.openstack.identity.Token;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request that has passed the {@link Gate}: who calls, which microversion, and what was sent. */
public final class Call {
    static final String ATTRIBUTE = "cellplane.call";

    private final RequestIds ids;
    private final Microversion version;
    private final Links.Roots roots;
    private final Policy policy;
    private final List<Rule> rules;
    private final Token token;
    private final String tokenText;
    private final Query query;
    private final JsonNode body;
    private final String action;

    Call(
            RequestIds ids,
            Microversion version,
            Links.Roots roots,
            Policy policy,
            List<Rule> rules,
            Token token,
            String tokenText,
            Query query,
            JsonNode body,
            String action) {
        this.ids = ids;
        this.version = version;
        this.roots = roots;
        this.policy = policy;
        this.rules = rules;
        this.token = token;
        this.tokenText = tokenText;
        this.query = query;
        this.body = body;
        this.action = action;
    }

    public Microversion version() {
        return version;
    }

    /** Whether the microversion is 2.{@code minor} or later. */
    public boolean since(int minor) {
        return version.atLeast(minor);
    }

    public Token token() {
        return token;
    }

    /** The token as it came, for reads in other services on the caller's behalf; never to be logged or stored. */
    public String tokenText() {
        return tokenText;
    }

    public String user() {
        return token.userId();
    }

    /** @throws io.cellplane.contracts.failure.Refused 403 when the token is not for a project */
    public String project() {
        String project = token.projectId();
        if (project == null) {
            throw Failure.API_NO_PROJECT.refused();
        }
        return project;
    }

    /** {@code req-<uuid>}, minted here; it keys the server's actions. */
    public String requestId() {
        return ids.own();
    }

    /** The caller's own request id, when it sent one. */
    public @Nullable String globalRequestId() {
        return ids.global();
    }

    /** Whether the policy takes the caller for an administrator. */
    public boolean isAdmin() {
        return may(Rule.CONTEXT_IS_ADMIN);
    }

    /** Whether a rule beside the route's own allows this, for what belongs to the caller's project and user. */
    public boolean may(Rule rule) {
        return policy.allows(rule, token, own());
    }

    /**
     * The same for what belongs to somebody.
     *
     * @param target of what is touched: {@code project_id} and {@code user_id}
     */
    public boolean may(Rule rule, Map<String, String> target) {
        return policy.allows(rule, token, target);
    }

    /** @throws io.cellplane.contracts.failure.Refused 403 when the rule does not allow it to the caller */
    public void authorize(Rule rule) {
        authorize(rule, own());
    }

    /**
     * @param target of what is touched: {@code project_id} and {@code user_id}
     * @throws io.cellplane.contracts.failure.Refused 403 when the rule does not allow it
     */
    public void authorize(Rule rule, Map<String, String> target) {
        if (!policy.allows(rule, token, target)) {
            throw Failure.API_NOT_ALLOWED.refused(rule.id());
        }
    }

    /**
     * The rules of the called route and action once more, for what was found there: the gate knows the caller alone.
     *
     * @param target of what is touched: {@code project_id} and {@code user_id}
     * @throws io.cellplane.contracts.failure.Refused 403 when one does not allow it
     */
    public void authorizeRoute(Map<String, String> target) {
        rules.forEach(rule -> authorize(rule, target));
    }

    private Map<String, String> own() {
        return Policy.owned(token);
    }

    public Query query() {
        return query;
    }

    /** The body, which the schema has accepted; missing when the route takes none. */
    public JsonNode body() {
        return body;
    }

    /** The key that chose the action, see {@link Route#actions()}; empty for other routes. */
    public String action() {
        return action;
    }

    /** What the action's key holds. */
    public JsonNode actionBody() {
        return action.isEmpty() ? MissingNode.getInstance() : body.path(action);
    }

    /** @param path within the API, such as {@code servers/<id>}, or empty */
    public String link(String path) {
        return roots.base() + roots.version() + "/" + path;
    }

    /** As {@link #link} without the version. */
    public String bookmark(String path) {
        return roots.base() + roots.project() + "/" + path;
    }
}
