package io.cellplane.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cellplane.api.ApiSettings;
import io.cellplane.api.policy.Policy;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.schema.Schemas;
import io.cellplane.api.version.Choices;
import io.cellplane.api.version.Microversion;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.Token;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a request and its controller, in this order: token, its project's limit of requests, microversion, does
 * the route exist in that microversion, policy, query, body. Each refuses by throwing; what passes is left as a {@link Call}.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class Gate implements Ordered {
    private final Identity identity;
    private final Routes routes;
    private final Policy policy;
    private final Schemas schemas;
    private final NotBuilt notBuilt;
    private final ApiSettings settings;
    private final Bodies bodies;
    private final RequestLimits limits;

    Gate(
            Identity identity,
            Routes routes,
            Policy policy,
            Schemas schemas,
            NotBuilt notBuilt,
            ApiSettings settings,
            Bodies bodies,
            RequestLimits limits) {
        this.identity = identity;
        this.routes = routes;
        this.policy = policy;
        this.schemas = schemas;
        this.notBuilt = notBuilt;
        this.settings = settings;
        this.bodies = bodies;
        this.limits = limits;
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Nullable HttpResponse<?> check(HttpRequest<?> request) {
        String path = request.getPath();
        Optional<RouteRules> route = route(request);
        // There is none of an address that is no URI: that is refused here, whatever the server makes of it.
        ApiPath apiPath = request.getAttribute(ApiPath.ATTRIBUTE, ApiPath.class)
                .orElseThrow(() -> Failure.API_INVALID_INPUT.refused("The address cannot be read."));
        if (route.isPresent() && route.get().open()) {
            if (apiPath.project() != null) {
                checkProject(apiPath, authenticate(request));
            }
            return null;
        }
        if (!path.startsWith(ApiPath.ROOT + "/")) {
            return Choices.answer(
                    BaseUrl.of(request, settings), request.getUri().getRawPath());
        }
        String tokenText = request.getHeaders().get("X-Auth-Token");
        Token token = authenticate(request);
        if (!policy.allows(Rule.TOKEN_SCOPE, token, Policy.owned(token))) {
            throw Failure.API_NO_PROJECT.refused();
        }
        if (limits.areSet()
                && token.projectId() != null
                && !policy.allows(Rule.CONTEXT_IS_ADMIN, token, Policy.owned(token))) {
            limits.take(token.projectId());
        }
        Microversion version = apiPath.isLegacy() ? Microversion.MIN : VersionHeaders.asked(request.getHeaders());
        request.setAttribute(Trace.VERSION, version);
        checkProject(apiPath, token);
        if (!apiPath.isText()) {
            throw Failure.API_INVALID_INPUT.refused("The address is not encoded in UTF-8.");
        }
        if (route.isEmpty()) {
            notBuilt.refuse(request.getMethodName(), path, version);
            return null;
        }
        enter(request, route.get(), apiPath, version, token, String.valueOf(tokenText));
        return null;
    }

    private void enter(
            HttpRequest<?> request,
            RouteRules route,
            ApiPath path,
            Microversion version,
            Token token,
            String tokenText) {
        boolean isLegacy = path.isLegacy();
        if (!route.versions().contains(version)) {
            throw Failure.API_ROUTE_NOT_FOUND.refused();
        }
        allow(route.rule(), token);
        Query query = new Query(request.getParameters().asMap());
        if (!route.query().isEmpty()) {
            schemas.checkQuery(route.query(), version, query.asJson(), isLegacy);
        }
        JsonNode body = MissingNode.getInstance();
        String action = "";
        List<Rule> rules = new ArrayList<>(Stream.ofNullable(route.rule()).toList());
        if (!route.body().isEmpty()) {
            body = read(request, isLegacy);
            schemas.checkBody(Body.schema(route.body()), version, body, isLegacy);
        } else if (!route.actions().isEmpty()) {
            body = read(request, isLegacy);
            RouteRules.ActionRules chosen = action(route, body, version, token, isLegacy);
            action = chosen.name();
            rules.add(chosen.rule());
        }
        request.setAttribute(
                Call.ATTRIBUTE,
                new Call(
                        RequestIds.of(request),
                        version,
                        new Links.Roots(BaseUrl.of(request, settings), path.root(), path.inProject()),
                        policy,
                        List.copyOf(rules),
                        token,
                        tokenText,
                        query,
                        body,
                        action));
    }

    private JsonNode read(HttpRequest<?> request, boolean isLegacy) {
        JsonNode body = bodies.read(request);
        return isLegacy ? Bodies.stripped(body) : body;
    }

    private RouteRules.ActionRules action(
            RouteRules route, JsonNode body, Microversion version, Token token, boolean isLegacy) {
        if (!body.isObject() || body.size() != 1) {
            throw Failure.API_MALFORMED_BODY.refused();
        }
        String name = body.fieldNames().next();
        RouteRules.ActionRules action = route.actions().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> notBuilt.action(name, version));
        if (!action.versions().contains(version)) {
            throw Failure.API_ROUTE_NOT_FOUND.refused();
        }
        allow(action.rule(), token);
        schemas.checkBody(action.body(), version, body, isLegacy);
        return action;
    }

    private void allow(@Nullable Rule rule, Token token) {
        if (rule != null && !policy.allows(rule, token, Policy.owned(token))) {
            throw Failure.API_NOT_ALLOWED.refused(rule.id());
        }
    }

    /** A token that is good for some calls only is none for others; they are known by the path as it came. */
    private Token authenticate(HttpRequest<?> request) {
        String text = request.getHeaders().get("X-Auth-Token");
        if (text == null || text.isBlank()) {
            throw Failure.API_UNAUTHENTICATED.refused();
        }
        String path = request.getAttribute(Bodies.SENT, HttpRequest.class)
                .map(sent -> sent.getUri().getRawPath())
                .orElseThrow();
        return identity.validate(text)
                .filter(token -> token.allows("compute", request.getMethodName(), path))
                .orElseThrow(Failure.API_UNAUTHENTICATED::refused);
    }

    private static void checkProject(ApiPath path, Token token) {
        if (path.project() != null && !path.project().equals(token.projectId())) {
            throw Failure.API_WRONG_PROJECT.refused(path.project(), String.valueOf(token.projectId()));
        }
    }

    private Optional<RouteRules> route(HttpRequest<?> request) {
        return RouteAttributes.getRouteMatch(request)
                .map(RouteMatch::getAnnotationMetadata)
                .map(routes::of);
    }

    @Override
    public int getOrder() {
        return 0;
    }
}
