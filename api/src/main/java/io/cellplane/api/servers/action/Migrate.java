package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.MoveArguments;
import io.cellplane.db.Json;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;

/** {@code migrate}: cold, to another host. */
@Singleton
final class Migrate implements ServerAction {
    private final Operations operations;
    private final ServerAccess access;
    private final MoveChecks checks;

    Migrate(Operations operations, ServerAccess access, MoveChecks checks) {
        this.operations = operations;
        this.access = access;
        this.checks = checks;
    }

    @Override
    public String key() {
        return "migrate";
    }

    @Override
    public Rule rule() {
        return Rule.MIGRATE_SERVER_MIGRATE;
    }

    @Override
    public Body body() {
        return Body.schema("actions/migrate");
    }

    /** @throws io.cellplane.contracts.failure.Refused 400 for a host that will not do, 403 for one who may not name it, 409 */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        String host = call.since(56) ? Values.text(call.actionBody().path("host")) : null;
        if (host != null) {
            call.authorize(Rule.MIGRATE_SERVER_MIGRATE_HOST);
        }
        operations.ask(call, id, Kind.MIGRATE, server -> {
            checks.checkMovable(server);
            boolean acrossCells = MoveChecks.mayCrossCells(call, server);
            if (host != null) {
                checks.checkTarget(server, host, acrossCells);
            }
            MoveArguments arguments =
                    new MoveArguments(access.shown(call, server).flavor(), host, acrossCells, false);
            return Wish.of(Json.write(arguments));
        });
        return HttpResponse.accepted();
    }
}
