package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.Trail;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Locks servers against those who may not unlock them, whatever their state. */
@Singleton
final class Locks {
    private static final String OWNER = "owner";
    private static final String ADMIN = "admin";

    private final ApiDatabase api;
    private final AttributeWrites attributes;

    Locks(ApiDatabase api, AttributeWrites attributes) {
        this.api = api;
        this.attributes = attributes;
    }

    /** @throws Refused 404, or 409 when it has no record yet or is between two cells */
    void lock(Call call, String id, @Nullable String reason) {
        attributes.write(call, id, "lock", true, (cell, row) -> {
            if (row.locked() && isOwner(call, row)) {
                return Boolean.TRUE;
            }
            return set(call, cell, row, true, reason == null ? row.lockedReason() : reason);
        });
    }

    /** @throws Refused 403 when another has locked it and the caller may not override that; 404, 409 */
    void unlock(Call call, String id) {
        attributes.write(call, id, "unlock", true, (cell, row) -> {
            String by = row.lockedBy();
            if (by != null && !by.equals(who(call, row))) {
                call.authorize(Rule.LOCK_SERVER_UNLOCK_UNLOCK_OVERRIDE);
            }
            return set(call, cell, row, false, null);
        });
    }

    private Boolean set(Call call, CellDatabase cell, ServerRow row, boolean locked, @Nullable String reason) {
        Instant now = api.clock().instant();
        String by = locked ? who(call, row) : null;
        cell.servers().setLock(row.uuid(), row.generation(), locked, by, reason, now);
        String name = locked ? "lock" : "unlock";
        new Trail(cell).note(row, name, "api_" + name, call.requestId(), call.user(), now);
        return Boolean.TRUE;
    }

    private static String who(Call call, ServerRow row) {
        return isOwner(call, row) ? OWNER : ADMIN;
    }

    private static boolean isOwner(Call call, ServerRow row) {
        return row.projectId().equals(call.token().projectId());
    }
}
