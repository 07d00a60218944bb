package io.cellplane.api.servers;

import io.cellplane.api.ApiSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Page;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.Times;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.Json;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.FlavorRow;
import io.cellplane.db.control.FlavorRows;
import io.cellplane.db.control.MigrationRow;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /os-migrations}: every move of every server, newest first. */
@Controller("/v2.1/os-migrations")
@ExecuteOn(TaskExecutors.BLOCKING)
final class MigrationsController {
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:01Z");
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private final ApiDatabase api;
    private final FlavorRows flavors;
    private final ApiSettings settings;

    MigrationsController(ApiDatabase api, ApiSettings settings) {
        this.api = api;
        this.flavors = api.database().rows(FlavorRows.class);
        this.settings = settings;
    }

    @Get
    @Route(rule = Rule.MIGRATIONS_INDEX, owner = Route.Owner.ADMIN, query = "servers/migrations_query")
    Map<String, Object> index(Call call) {
        Page page = call.since(59) ? Page.of(call, settings.maxLimit()) : new Page(settings.maxLimit(), null);
        List<MigrationRow> rows = rows(call, page);
        Map<String, Integer> ids = flavorIds();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("migrations", rows.stream().map(row -> body(call, row, ids)).toList());
        if (call.since(59) && !rows.isEmpty()) {
            page.addNext(
                    answer, "migrations", rows.size(), rows.getLast().uuid().toString(), call, "os-migrations");
        }
        return answer;
    }

    /** Who may not see those of all projects sees its own project's, without the hosts. */
    private static @Nullable String project(Call call) {
        return call.may(Rule.MIGRATIONS_INDEX_ALL_PROJECTS) ? null : call.project();
    }

    private List<MigrationRow> rows(Call call, Page page) {
        Instant since = call.since(59) ? moment(call, "changes-since", FIRST) : FIRST;
        Instant before = call.since(66) ? moment(call, "changes-before", LAST) : LAST;
        if (since.isAfter(before)) {
            throw Values.bad("The value of changes-since must be less than or equal to changes-before.");
        }
        MigrationRow after = page.marker() == null ? null : marker(page.marker());
        String server = call.query().text("instance_uuid");
        UUID uuid = server == null ? null : parse(server);
        // None of these is ever hidden: a move between cells has one row.
        String hidden = call.query().text("hidden");
        boolean isNone =
                (server != null && uuid == null) || (hidden != null && Boolean.TRUE.equals(Values.bool(hidden)));
        if (isNone || page.limit() == 0) {
            return List.of();
        }
        return api.migrations()
                .list(
                        uuid,
                        call.query().text("host"),
                        call.query().text("source_compute"),
                        call.query().text("status"),
                        call.query().text("migration_type"),
                        project(call),
                        since,
                        before,
                        after == null ? null : after.id(),
                        after == null ? null : after.createdAt(),
                        page.limit());
    }

    private MigrationRow marker(String marker) {
        UUID uuid = parse(marker);
        MigrationRow row = uuid == null ? null : api.migrations().find(uuid).orElse(null);
        if (row == null) {
            throw Values.bad("Marker " + marker + " could not be found.");
        }
        return row;
    }

    private static @Nullable UUID parse(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}") ? UUID.fromString(text) : null;
    }

    private static Instant moment(Call call, String key, Instant standard) {
        String text = call.query().text(key);
        return text == null ? standard : Times.parse(key, text);
    }

    private Map<String, Integer> flavorIds() {
        Map<String, Integer> ids = new HashMap<>();
        for (FlavorRow row : flavors.all()) {
            ids.put(row.flavorid(), row.id());
        }
        return ids;
    }

    private static Map<String, Object> body(Call call, MigrationRow row, Map<String, Integer> flavorIds) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", row.id());
        if (call.since(59)) {
            body.put("uuid", row.uuid().toString());
        }
        body.put("instance_uuid", row.server().toString());
        body.put("status", row.status());
        if (call.since(23)) {
            body.put("migration_type", row.migrationType());
        }
        boolean mayHosts = call.may(Rule.MIGRATIONS_INDEX_HOST);
        String source = mayHosts ? row.sourceHost() : null;
        String destination = mayHosts ? row.destHost() : null;
        body.put("source_compute", source);
        body.put("source_node", source);
        body.put("dest_compute", destination);
        body.put("dest_host", destination);
        body.put("dest_node", destination);
        body.put("old_instance_type_id", flavorId(row.oldFlavor(), flavorIds));
        body.put("new_instance_type_id", flavorId(row.newFlavor(), flavorIds));
        body.put("created_at", Times.micros(row.createdAt()));
        body.put("updated_at", Times.micros(row.updatedAt()));
        return body;
    }

    /** Null for a flavor that is gone. */
    private static @Nullable Integer flavorId(String flavor, Map<String, Integer> ids) {
        return ids.get(Json.read(flavor, FlavorSpec.class).flavorid());
    }
}
