package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.servers.view.DiagnosticsBody;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.DiagnosticsAnswer;
import io.cellplane.contracts.host.DiagnosticsQuestion;
import io.cellplane.contracts.host.GuestDiagnostics;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /servers/{id}/diagnostics}: asked of the server's host. */
@Controller("/v2.1/servers/{id}/diagnostics")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DiagnosticsController {
    private final ApiDatabase api;
    private final ServerAccess access;
    private final GuestQuestions guests;

    DiagnosticsController(ApiDatabase api, ServerAccess access, GuestQuestions guests) {
        this.api = api;
        this.access = access;
        this.guests = guests;
    }

    @Get
    @Route(rule = Rule.SERVER_DIAGNOSTICS, owner = Route.Owner.ADMIN)
    Map<String, @Nullable Object> index(Call call, String id) {
        ServerRow server = access.server(call, id).row();
        DiagnosticsAnswer answer = guests.ask(
                server,
                Subjects.ASK_DIAGNOSTICS,
                new DiagnosticsQuestion(server.uuid()),
                DiagnosticsAnswer.class,
                DiagnosticsAnswer::isSound);
        PowerState power = answer.power();
        if (power == null) {
            throw ServerAccess.unknown(id);
        }
        if (power != PowerState.RUNNING) {
            throw Failure.SERVER_STATE.refused("get_diagnostics", id, "power state", word(power));
        }
        GuestDiagnostics found = answer.diagnostics();
        if (found == null) {
            throw Failure.SERVER_UNSUPPORTED.refused();
        }
        return call.since(48)
                ? DiagnosticsBody.standard(server, found, api.clock().instant())
                : DiagnosticsBody.old(found);
    }

    /** As Nova calls it. */
    private static String word(PowerState power) {
        return power == PowerState.NOSTATE ? "pending" : power.name().toLowerCase(Locale.ROOT);
    }
}
