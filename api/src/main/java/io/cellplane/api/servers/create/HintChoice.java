package io.cellplane.api.servers.create;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.ServerSettings;
import io.cellplane.api.group.ServerGroups;
import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.server.PlaceHints;
import io.cellplane.db.control.HostQuery;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a request's hints say of where its servers are to be. */
@Singleton
final class HintChoice {
    private static final List<String> NAMES = List.of("os:scheduler_hints", "OS-SCH-HNT:scheduler_hints");
    private static final PlaceHints NO_MATTER = new PlaceHints(List.of(), List.of(), null);

    private final ServerGroups groups;
    private final ServerSettings settings;

    HintChoice(ServerGroups groups, ServerSettings settings) {
        this.groups = groups;
        this.settings = settings;
    }

    /**
     * @param group null: none
     * @param near null: it does not matter
     */
    record Hints(@Nullable UUID group, @Nullable PlaceHints near) {}

    /**
     * As in Nova, all others are without effect.
     *
     * @throws Refused 400 when the project has no such group, and for a query that is none
     */
    Hints of(Call call, JsonNode body) {
        String name = NAMES.stream().filter(body::has).findFirst().orElse("");
        JsonNode hints = body.path(name);
        String group = Values.text(hints.path("group"));
        PlaceHints near = new PlaceHints(
                servers(hints.path("same_host")),
                servers(hints.path("different_host")),
                settings.hints().query() ? query(hints.path("query")) : null);
        return new Hints(
                group == null ? null : groups.hinted(call.project(), group), near.equals(NO_MATTER) ? null : near);
    }

    private static @Nullable String query(JsonNode hint) {
        if (hint.isMissingNode()) {
            return null;
        }
        String query = hint.isTextual() ? hint.asText() : hint.toString();
        if (HostQuery.of(query).isEmpty()) {
            throw Values.invalid("query", query, "'" + query + "' is no expression about hosts");
        }
        return query;
    }

    /** One id, or a list of them. */
    private static List<UUID> servers(JsonNode hint) {
        List<UUID> servers = new ArrayList<>();
        if (hint.isTextual()) {
            Values.uuid(hint.asText()).ifPresent(servers::add);
        }
        hint.forEach(one -> Values.uuid(one.asText()).ifPresent(servers::add));
        return servers.stream().distinct().toList();
    }
}
