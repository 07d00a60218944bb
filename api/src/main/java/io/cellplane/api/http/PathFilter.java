package io.cellplane.api.http;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.net.URI;

/** Brings the path into its one form, see {@link ApiPath}, before a route is looked for. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class PathFilter implements Ordered {

    @PreMatching
    @RequestFilter
    HttpRequest<?> normalise(HttpRequest<?> request) {
        RequestIds ids = RequestIds.of(request);
        ApiPath path = ApiPath.of(request.getUri().getRawPath());
        HttpRequest<?> next = request;
        if (!path.normal().equals(request.getUri().getRawPath())) {
            String query = request.getUri().getRawQuery();
            next = request.mutate().uri(URI.create(path.normal() + (query == null ? "" : "?" + query)));
        }
        next.setAttribute(RequestIds.ATTRIBUTE, ids);
        next.setAttribute(ApiPath.ATTRIBUTE, path);
        // A changed copy has no body of its own.
        next.setAttribute(Bodies.SENT, request);
        return next;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
