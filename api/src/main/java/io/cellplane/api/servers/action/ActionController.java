package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** {@code /servers/{id}/action}. */
@Controller("/v2.1/servers/{id}/action")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ActionController {
    private final ServerActions actions;

    ActionController(ServerActions actions) {
        this.actions = actions;
    }

    @Post
    @Route(actionsOf = ServerActions.class)
    HttpResponse<?> act(Call call, String id) {
        return actions.of(call.action()).act(call, id);
    }
}
