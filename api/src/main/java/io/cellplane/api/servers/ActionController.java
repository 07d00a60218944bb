package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.NotBuilt;
import io.cellplane.api.http.Route;
import io.cellplane.contracts.failure.Failure;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** {@code /servers/{id}/action}: the actions are known by name, and none of them is built. */
@Controller("/v2.1/servers/{id}/action")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ActionController {
    private final ServerAccess access;
    private final NotBuilt notBuilt;

    ActionController(ServerAccess access, NotBuilt notBuilt) {
        this.access = access;
        this.notBuilt = notBuilt;
    }

    @Post
    @Route(rule = "os_compute_api:servers:show", body = "servers/action")
    HttpResponse<?> act(Call call, String id) {
        access.find(call, id, false);
        String name = call.body().fieldNames().next();
        boolean isKnown = notBuilt.entries().stream()
                .anyMatch(entry -> entry.method().equals("ACTION")
                        && entry.path().equals(name)
                        && call.version().isWithin(entry.min(), entry.max()));
        throw isKnown ? Failure.API_NOT_BUILT.refused(name) : Failure.API_NO_SUCH_ACTION.refused(name);
    }
}
