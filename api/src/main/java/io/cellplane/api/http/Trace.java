package io.cellplane.api.http;

import io.cellplane.api.version.Microversion;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.HashMap;
import java.util.Map;

/** Puts the request's ids into the log's keys and into every answer, and says which microversion answered. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class Trace implements Ordered {
    static final String VERSION = "cellplane.version";

    @RequestFilter
    void enter(HttpRequest<?> request, MutablePropagatedContext context) {
        RequestIds ids = RequestIds.of(request);
        Map<String, String> keys = new HashMap<>();
        keys.put("request_id", ids.own());
        if (ids.global() != null) {
            keys.put("global_request_id", ids.global());
        }
        context.add(new LogKeys(keys));
    }

    @ResponseFilter
    void leave(HttpRequest<?> request, MutableHttpResponse<?> answer) {
        String own = RequestIds.of(request).own();
        answer.getHeaders().set(RequestIds.HEADER, own);
        answer.getHeaders().set(RequestIds.COMPUTE_HEADER, own);
        if (isLegacy(request)) {
            return;
        }
        String version = request.getAttribute(VERSION, Microversion.class)
                .map(Microversion::toString)
                .orElse("");
        if (!version.isEmpty()) {
            answer.getHeaders().set(VersionHeaders.HEADER, "compute " + version);
            answer.getHeaders().set(VersionHeaders.LEGACY_HEADER, version);
        }
        answer.getHeaders().set("Vary", VersionHeaders.HEADER + ", " + VersionHeaders.LEGACY_HEADER);
    }

    private static boolean isLegacy(HttpRequest<?> request) {
        return request.getAttribute(ApiPath.ATTRIBUTE, ApiPath.class)
                .filter(ApiPath::isLegacy)
                .isPresent();
    }

    @Override
    public int getOrder() {
        return -1000;
    }
}
