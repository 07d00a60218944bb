package io.cellplane.api.servers;

import io.cellplane.api.ApiSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Page;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.Times;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.view.HostId;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.ActionRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.EventRow;
import io.cellplane.db.control.Requester;
import io.cellplane.db.lists.Listed;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /servers/{id}/os-instance-actions}: what was done to a server, kept when it is deleted. */
@Controller("/v2.1/servers/{id}/os-instance-actions")
@ExecuteOn(TaskExecutors.BLOCKING)
final class InstanceActionsController {
    /** Who did what no host has done. */
    private static final String CONTROL = "control";

    private final ServerAccess access;
    private final CellDatabases cells;
    private final ApiSettings settings;

    InstanceActionsController(ServerAccess access, CellDatabases cells, ApiSettings settings) {
        this.access = access;
        this.cells = cells;
        this.settings = settings;
    }

    @Get
    @Route(rule = Rule.INSTANCE_ACTIONS_LIST, query = "servers/actions_query")
    Map<String, Object> index(Call call, String id) {
        Listed server = server(call, id);
        List<ActionRow> actions = read(
                        call, server, cell -> cell.actions().of(server.row().uuid()))
                .orElse(List.of());
        Map<String, Object> answer = new LinkedHashMap<>();
        if (!call.since(58)) {
            answer.put(
                    "instanceActions",
                    actions.stream().map(row -> action(call, row)).toList());
            return answer;
        }
        Instant since = moment(call, "changes-since");
        Instant before = call.since(66) ? moment(call, "changes-before") : Instant.MAX;
        if (since.isAfter(before)) {
            throw Values.bad("The value of changes-since must be less than or equal to changes-before.");
        }
        List<ActionRow> changed = actions.stream()
                .filter(row ->
                        !row.updatedAt().isBefore(since) && !row.updatedAt().isAfter(before))
                .toList();
        Page page = Page.of(call, settings.maxLimit());
        List<ActionRow> shown =
                page.of(changed, ActionRow::requestId, marker -> Values.bad("marker [" + marker + "] not found"));
        answer.put(
                "instanceActions", shown.stream().map(row -> action(call, row)).toList());
        if (!shown.isEmpty()) {
            String path = "servers/" + id + "/os-instance-actions";
            // The links are named without the plural's second word.
            page.addNext(answer, "links", shown.size(), shown.getLast().requestId(), call, path);
            Object next = answer.remove("links_links");
            if (next != null) {
                answer.put("links", next);
            }
        }
        return answer;
    }

    @Get("/{requestId}")
    @Route(rule = Rule.INSTANCE_ACTIONS_SHOW)
    Map<String, Object> show(Call call, String id, String requestId) {
        Listed server = server(call, id);
        record Whole(ActionRow action, List<EventRow> events) {}
        Whole whole = read(
                        call,
                        server,
                        cell -> cell.actions()
                                .find(server.row().uuid(), requestId)
                                .map(row -> new Whole(row, cell.events().of(row.id() == null ? -1 : row.id()))))
                .flatMap(Function.identity())
                .orElseThrow(() -> Failure.SERVER_ACTION_NOT_FOUND.refused(requestId, id));
        Map<String, @Nullable Object> body = action(call, whole.action());
        boolean isAdmin = call.may(Rule.INSTANCE_ACTIONS_EVENTS);
        if (isAdmin || call.since(51)) {
            body.put(
                    "events",
                    whole.events().stream()
                            .map(event -> event(call, server.row().projectId(), event, isAdmin))
                            .toList());
        }
        return Map.of("instanceAction", body);
    }

    private Listed server(Call call, String id) {
        return access.here(call, id, call.since(21)).server();
    }

    private <T> Optional<T> read(Call call, Listed server, Function<CellDatabase, T> work) {
        String cell = server.cell();
        try {
            return cell == null ? Optional.empty() : Optional.of(cells.read(cell, work));
        } catch (CellAway e) {
            throw ServerAccess.away(call, e);
        }
    }

    private static Instant moment(Call call, String key) {
        String text = call.query().text(key);
        return text == null ? key.equals("changes-since") ? Instant.MIN : Instant.MAX : Times.parse(key, text);
    }

    /** What the system did by itself has nobody who asked for it, as in Nova. */
    private static Map<String, @Nullable Object> action(Call call, ActionRow row) {
        boolean asked = !Requester.SYSTEM.equals(row.userId());
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("action", row.action());
        body.put("instance_uuid", row.instanceUuid().toString());
        body.put("request_id", row.requestId());
        body.put("user_id", asked ? row.userId() : null);
        body.put("project_id", asked ? row.projectId() : null);
        body.put("start_time", Times.micros(row.startTime()));
        body.put("message", row.message());
        if (call.since(58)) {
            body.put("updated_at", Times.micros(row.updatedAt()));
        }
        return body;
    }

    private static Map<String, Object> event(Call call, String project, EventRow row, boolean isAdmin) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("event", row.event());
        body.put("start_time", Times.micros(row.startTime()));
        body.put("finish_time", Times.micros(row.finishTime()));
        body.put("result", row.result());
        if (isAdmin) {
            body.put("traceback", row.traceback());
        }
        if (call.since(62)) {
            String host = row.host() == null ? CONTROL : row.host();
            body.put("hostId", HostId.of(project, host));
            if (isAdmin) {
                body.put("host", host);
            }
        }
        return body;
    }
}
