package io.cellplane.api.health;

import io.cellplane.contracts.metric.Metric;
import io.micrometer.core.instrument.Metrics;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import java.time.Duration;

/**
 * Counts every answer by its route (never by its path: that has ids in it) and status, with the time that it took. What no
 * route takes is counted as one, so that nobody who asks can make a label.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestMeter implements Ordered {
    private static final String BEGUN = "cellplane.begun";
    private static final String NO_ROUTE = "none";

    @RequestFilter
    void enter(HttpRequest<?> request) {
        request.setAttribute(BEGUN, System.nanoTime());
    }

    @ResponseFilter
    void leave(HttpRequest<?> request, MutableHttpResponse<?> answer) {
        long begun = request.getAttribute(BEGUN, Long.class).orElseGet(System::nanoTime);
        String route = RouteAttributes.getRouteMatch(request)
                .flatMap(_ -> BasicHttpAttributes.getUriTemplate(request))
                .orElse(NO_ROUTE);
        Metrics.timer(
                        Metric.API_REQUESTS.id(),
                        "method",
                        request.getMethod().name(),
                        "route",
                        route,
                        "status",
                        String.valueOf(answer.code()))
                .record(Duration.ofNanos(System.nanoTime() - begun));
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }
}
