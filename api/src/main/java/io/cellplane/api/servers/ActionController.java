package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
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
    private final Moves moves;
    private final Locks locks;
    private final StateResets resets;
    private final WaysBack ways;

    ActionController(Actions actions, Moves moves, Locks locks, StateResets resets, WaysBack ways) {
        this.actions = actions;
        this.moves = moves;
        this.locks = locks;
        this.resets = resets;
        this.ways = ways;
    }

    @Post
    @Route(
            actions = {
                @Route.Action(name = "os-start", rule = Rule.SERVERS_START, body = "actions/os-start"),
                @Route.Action(name = "os-stop", rule = Rule.SERVERS_STOP, body = "actions/os-stop"),
                @Route.Action(name = "reboot", rule = Rule.SERVERS_REBOOT, body = "actions/reboot"),
                @Route.Action(name = "resize", rule = Rule.SERVERS_RESIZE, body = "actions/resize"),
                @Route.Action(name = "migrate", rule = Rule.MIGRATE_SERVER_MIGRATE, body = "actions/migrate"),
                @Route.Action(
                        name = "confirmResize",
                        rule = Rule.SERVERS_CONFIRM_RESIZE,
                        body = "actions/confirmResize"),
                @Route.Action(name = "revertResize", rule = Rule.SERVERS_REVERT_RESIZE, body = "actions/revertResize"),
                @Route.Action(
                        name = "cellplane-forceRevert",
                        rule = Rule.CELLPLANE_FORCE_REVERT,
                        body = "actions/cellplane-forceRevert"),
                @Route.Action(name = "lock", rule = Rule.LOCK_SERVER_LOCK, body = "actions/lock"),
                @Route.Action(name = "unlock", rule = Rule.LOCK_SERVER_UNLOCK, body = "actions/unlock"),
                @Route.Action(
                        name = "os-resetState",
                        rule = Rule.ADMIN_ACTIONS_RESET_STATE,
                        body = "actions/os-resetState")
            })
    HttpResponse<?> act(Call call, String id) {
        switch (call.action()) {
            case "os-start" -> actions.act(call, id, Kind.START, server -> Actions.Wish.PLAIN);
            case "os-stop" -> actions.act(call, id, Kind.STOP, server -> Actions.Wish.PLAIN);
            case "reboot" -> reboot(call, id);
            case "resize" -> moves.resize(call, id);
            case "migrate" -> moves.migrate(call, id);
            case "confirmResize" -> {
                moves.end(call, id, Kind.CONFIRM);
                return HttpResponse.noContent();
            }
            case "revertResize" -> moves.end(call, id, Kind.REVERT);
            case "cellplane-forceRevert" -> ways.force(call, id);
            case "lock" ->
                locks.lock(
                        call, id, call.since(73) ? Words.text(call.actionBody().path("locked_reason")) : null);
            case "unlock" -> locks.unlock(call, id);
            case "os-resetState" ->
                resets.reset(call, id, call.actionBody().path("state").asText());
            default -> throw Failure.API_NO_SUCH_ACTION.refused(call.action());
        }
        return HttpResponse.accepted();
    }

    private void reboot(Call call, String id) {
        boolean hard = call.actionBody().path("type").asText().equalsIgnoreCase("HARD");
        Kind kind = hard ? Kind.HARD_REBOOT : Kind.REBOOT;
        actions.act(call, id, kind, server -> Actions.Wish.PLAIN);
    }
}
