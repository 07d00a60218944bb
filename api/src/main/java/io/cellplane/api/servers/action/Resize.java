package io.cellplane.api.servers.action;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.ApiConfig;
import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.MoveArguments;
import io.cellplane.db.Json;
import io.cellplane.db.lists.Listed;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;

/** {@code resize}: to another flavor, on whichever host. */
@Singleton
final class Resize implements ServerAction {
    private final Operations operations;
    private final MoveChecks checks;
    private final FlavorChange flavors;
    private final ApiConfig config;

    Resize(Operations operations, MoveChecks checks, FlavorChange flavors, ApiConfig config) {
        this.operations = operations;
        this.checks = checks;
        this.flavors = flavors;
        this.config = config;
    }

    @Override
    public String key() {
        return "resize";
    }

    @Override
    public Rule rule() {
        return Rule.SERVERS_RESIZE;
    }

    @Override
    public Body body() {
        return Body.schema("actions/resize");
    }

    /** @throws io.cellplane.contracts.failure.Refused 400 for a flavor that will not do, 403 beyond the quota, 409 */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        operations.ask(call, id, Kind.RESIZE, server -> wish(call, server));
        return HttpResponse.accepted();
    }

    private Wish wish(Call call, Listed server) {
        checks.checkMovable(server);
        FlavorChange.Wanted wanted = flavors.of(call, server);
        JsonNode disk = call.actionBody().path("OS-DCF:diskConfig");
        boolean acrossCells = MoveChecks.mayCrossCells(call, server);
        MoveArguments arguments = new MoveArguments(wanted.flavor(), null, acrossCells, config.allowResizeToSameHost());
        Boolean diskConfig = disk.isMissingNode() ? null : disk.asText().equals("AUTO");
        return new Wish(Json.write(arguments), null, wanted.demand(), diskConfig);
    }
}
