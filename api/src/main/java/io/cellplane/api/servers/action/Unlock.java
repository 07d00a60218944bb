package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Policy;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.servers.attribute.AttributeWrites;
import io.cellplane.db.cell.Trail;
import io.cellplane.db.control.ApiDatabase;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.time.Instant;

/** {@code unlock}. */
@Singleton
final class Unlock implements ServerAction {
    private final ApiDatabase api;
    private final AttributeWrites attributes;

    Unlock(ApiDatabase api, AttributeWrites attributes) {
        this.api = api;
        this.attributes = attributes;
    }

    @Override
    public String key() {
        return "unlock";
    }

    @Override
    public Rule rule() {
        return Rule.LOCK_SERVER_UNLOCK;
    }

    /** @throws io.cellplane.contracts.failure.Refused 403 when another has locked it and the caller may not override; 409 */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        attributes.write(call, id, "unlock", true, (cell, row) -> {
            String by = row.lockedBy();
            if (by != null && !by.equals(Lock.who(call, row))) {
                call.authorize(Rule.LOCK_SERVER_UNLOCK_UNLOCK_OVERRIDE, Policy.target(row.projectId(), row.userId()));
            }
            Instant now = api.clock().instant();
            cell.servers().setLock(row.uuid(), row.generation(), false, null, null, now);
            new Trail(cell).note(row, "unlock", "api_unlock", call.requestId(), call.user(), now);
            return true;
        });
        // Only now: until the record is unlocked, the mapping must not be. It may be locked again already.
        attributes.write(call, id, "unlock", true, (_, row) -> api.mappings().setLock(row.uuid(), row.locked()));
        return HttpResponse.accepted();
    }
}
