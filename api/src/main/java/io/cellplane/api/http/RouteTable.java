package io.cellplane.api.http;

import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;

/** Every route that is there, as the router knows it: what the documentation and the house's tests read. */
@Singleton
public final class RouteTable {
    private final Router router;
    private final Routes routes;

    RouteTable(Router router, Routes routes) {
        this.router = router;
        this.routes = routes;
    }

    /** One route; the path begins with {@code /}. */
    public record Entry(String method, String path, RouteRules rules) {}

    /** In the order of path and method; HEAD is left out, since every GET has it. */
    public List<Entry> entries() {
        return router.uriRoutes()
                .filter(route -> !route.getHttpMethodName().equals("HEAD"))
                .map(this::entry)
                .distinct()
                .sorted(Comparator.comparing(Entry::path).thenComparing(Entry::method))
                .toList();
    }

    private Entry entry(UriRouteInfo<?, ?> route) {
        return new Entry(
                route.getHttpMethodName(),
                route.getUriMatchTemplate().toPathString(),
                routes.of(route.getAnnotationMetadata()));
    }
}
