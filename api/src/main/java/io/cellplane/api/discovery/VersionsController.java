package io.cellplane.api.discovery;

import io.cellplane.api.ApiSettings;
import io.cellplane.api.http.BaseUrl;
import io.cellplane.api.http.Route;
import io.cellplane.api.version.Major;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Arrays;
import java.util.Map;

/** The version documents: the only routes without a token. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class VersionsController {
    private final ApiSettings settings;

    VersionsController(ApiSettings settings) {
        this.settings = settings;
    }

    @Get("/")
    @Route(open = true, owner = Route.Owner.NOBODY)
    Map<String, Object> list(HttpRequest<?> request) {
        String base = BaseUrl.of(request, settings);
        return Map.of(
                "versions",
                Arrays.stream(Major.values()).map(major -> major.item(base)).toList());
    }

    @Get("/v2")
    @Route(open = true, owner = Route.Owner.NOBODY)
    Map<String, Object> legacy(HttpRequest<?> request) {
        return Map.of("version", Major.V20.document(BaseUrl.of(request, settings)));
    }

    @Get("/v2.1")
    @Route(open = true, owner = Route.Owner.NOBODY)
    Map<String, Object> current(HttpRequest<?> request) {
        return Map.of("version", Major.V21.document(BaseUrl.of(request, settings)));
    }
}
