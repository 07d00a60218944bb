package io.cellplane.api.http;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings a request into its one form before a route is looked for: its path, see {@link ApiPath}, and its media types.
 * Everything is JSON: whatever a client accepts, it is answered so, and what Nova reads as JSON is read so.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class PathFilter implements Ordered {
    private static final Set<String> JSON =
            Set.of(MediaType.APPLICATION_JSON, "application/vnd.openstack.compute+json", MediaType.TEXT_PLAIN);

    @PreMatching
    @RequestFilter
    HttpRequest<?> normalise(HttpRequest<?> request) {
        RequestIds ids = RequestIds.of(request);
        ApiPath path = ApiPath.of(request.getUri().getRawPath());
        HttpRequest<?> next = isNormal(request, path) ? request : normal(request, path);
        next.setAttribute(RequestIds.ATTRIBUTE, ids);
        next.setAttribute(ApiPath.ATTRIBUTE, path);
        // A changed copy has no body of its own.
        next.setAttribute(Bodies.SENT, request);
        return next;
    }

    private static boolean isNormal(HttpRequest<?> request, ApiPath path) {
        String accept = request.getHeaders().get(HttpHeaders.ACCEPT);
        String type = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
        return path.normal().equals(request.getUri().getRawPath())
                && (accept == null || accept.equals(MediaType.APPLICATION_JSON))
                && (type == null ? !request.getMethod().permitsRequestBody() : type.equals(MediaType.APPLICATION_JSON));
    }

    private static HttpRequest<?> normal(HttpRequest<?> request, ApiPath path) {
        String query = request.getUri().getRawQuery();
        boolean isJson = isJson(request.getHeaders().get(HttpHeaders.CONTENT_TYPE));
        return request.mutate()
                .uri(URI.create(path.normal() + (query == null ? "" : "?" + query)))
                .headers(headers -> {
                    headers.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
                    if (isJson) {
                        headers.set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
                    }
                });
    }

    private static boolean isJson(@Nullable String type) {
        return type == null || JSON.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
