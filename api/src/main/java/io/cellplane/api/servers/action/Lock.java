package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.attribute.AttributeWrites;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.Trail;
import io.cellplane.db.control.ApiDatabase;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.time.Instant;

/**
 * {@code lock}: a server is kept from those who may not unlock it, whatever its state, and while its cell does not answer
 * too: the mapping is locked first.
 */
@Singleton
final class Lock implements ServerAction {
    private final ApiDatabase api;
    private final AttributeWrites attributes;

    Lock(ApiDatabase api, AttributeWrites attributes) {
        this.api = api;
        this.attributes = attributes;
    }

    @Override
    public String key() {
        return "lock";
    }

    @Override
    public Rule rule() {
        return Rule.LOCK_SERVER_LOCK;
    }

    @Override
    public Body body() {
        return Body.schema("actions/lock");
    }

    /** @throws io.cellplane.contracts.failure.Refused 409 when it has no record yet or is between two cells */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        String reason = call.since(73) ? Values.text(call.actionBody().path("locked_reason")) : null;
        attributes.write(call, id, "lock", true, (cell, row) -> {
            api.mappings().setLock(row.uuid(), true);
            if (!row.locked() || !isOwner(call, row)) {
                Instant now = api.clock().instant();
                String because = reason == null ? row.lockedReason() : reason;
                cell.servers().setLock(row.uuid(), row.generation(), true, who(call, row), because, now);
                new Trail(cell).note(row, "lock", "api_lock", call.requestId(), call.user(), now);
            }
            return true;
        });
        return HttpResponse.accepted();
    }

    /** As whom the caller locks it. */
    static String who(Call call, ServerRow row) {
        return isOwner(call, row) ? "owner" : "admin";
    }

    private static boolean isOwner(Call call, ServerRow row) {
        return row.projectId().equals(call.token().projectId());
    }
}
