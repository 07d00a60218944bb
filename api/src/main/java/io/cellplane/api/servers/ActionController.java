package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.RebootArguments;
import io.cellplane.db.Json;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** {@code /servers/{id}/action}. */
@Controller("/v2.1/servers/{id}/action")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ActionController {
    private final Actions actions;

    ActionController(Actions actions) {
        this.actions = actions;
    }

    @Post
    @Route(
            actions = {
                @Route.Action(name = "os-start", rule = "os_compute_api:servers:start", body = "actions/os-start"),
                @Route.Action(name = "os-stop", rule = "os_compute_api:servers:stop", body = "actions/os-stop"),
                @Route.Action(name = "reboot", rule = "os_compute_api:servers:reboot", body = "actions/reboot")
            })
    HttpResponse<?> act(Call call, String id) {
        switch (call.action()) {
            case "os-start" -> actions.act(call, id, server -> Actions.Wish.of(ServerAction.START));
            case "os-stop" -> actions.act(call, id, server -> Actions.Wish.of(ServerAction.STOP));
            case "reboot" -> reboot(call, id);
            default -> throw Failure.API_NO_SUCH_ACTION.refused(call.action());
        }
        return HttpResponse.accepted();
    }

    private void reboot(Call call, String id) {
        boolean hard = call.actionBody().path("type").asText().equalsIgnoreCase("HARD");
        ServerAction action = hard ? ServerAction.HARD_REBOOT : ServerAction.SOFT_REBOOT;
        actions.act(call, id, server -> new Actions.Wish(action, Json.write(new RebootArguments(hard)), null, null));
    }
}
