package io.cellplane.api.servers.create;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.group.ServerGroups;
import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.server.PlaceHints;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a request's hints say of where its servers are to be. */
@Singleton
final class HintChoice {
    private static final List<String> NAMES = List.of("os:scheduler_hints", "OS-SCH-HNT:scheduler_hints");
    private static final List<String> NOT_BUILT =
            List.of("query", "target_cell", "different_cell", "build_near_host_ip", "cidr");

    private final ServerGroups groups;

    HintChoice(ServerGroups groups) {
        this.groups = groups;
    }

    /**
     * @param group null: none
     * @param near null: it does not matter
     */
    record Hints(@Nullable UUID group, @Nullable PlaceHints near) {}

    /** @throws Refused 400 when the project has no such group; 501 for hints that are not there yet */
    Hints of(Call call, JsonNode body) {
        String name = NAMES.stream().filter(body::has).findFirst().orElse("");
        JsonNode hints = body.path(name);
        for (String hint : NOT_BUILT) {
            if (hints.hasNonNull(hint)) {
                throw ImageChoice.notBuilt(name + " " + hint);
            }
        }
        String group = Values.text(hints.path("group"));
        PlaceHints near = new PlaceHints(servers(hints.path("same_host")), servers(hints.path("different_host")));
        return new Hints(
                group == null ? null : groups.hinted(call.project(), group),
                near.sameHost().isEmpty() && near.differentHost().isEmpty() ? null : near);
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
