package io.cellplane.api.servers.attribute;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.api.servers.create.CreateChecks;
import io.cellplane.api.servers.create.MetadataLimit;
import io.cellplane.api.servers.view.Addresses;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.server.Description;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.LimitSource;
import io.cellplane.db.control.QuotaLimits;
import io.cellplane.db.lane.Requests;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.lists.ServerReads.Found;
import io.cellplane.db.move.RecordWrites;
import io.cellplane.db.move.RecordWrites.Change;
import io.cellplane.db.move.RecordWrites.OnTheMove;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the API owns of a server's record: name, description, addresses, metadata. Every write first locks the
 * record in its cell and makes sure that this copy counts and is not on the move; for that it waits a while.
 */
@Singleton
public final class AttributeWrites {
    private static final Duration MOVE_WAIT = Duration.ofSeconds(5);
    private static final Set<String> METADATA_STATES =
            Set.of(VmState.ACTIVE, VmState.PAUSED, VmState.SUSPENDED, VmState.STOPPED);

    private final ApiDatabase api;
    private final ServerAccess access;
    private final RecordWrites writes;
    private final LimitSource limits;
    private final Requests requests;

    public AttributeWrites(ApiDatabase api, ServerAccess access, CellDatabases cells, LimitSource limits) {
        this.api = api;
        this.access = access;
        this.writes = new RecordWrites(cells, MOVE_WAIT);
        this.limits = limits;
        this.requests = new Requests(api);
    }

    private <T> T write(Call call, String id, String action, Change<T> change) {
        return write(call, id, action, false, change);
    }

    /**
     * @param whenLocked also for one who may not unlock it
     * @throws Refused 409 when the server stays on the move, or has no record yet
     */
    public <T> T write(Call call, String id, String action, boolean whenLocked, Change<T> change) {
        try {
            return writes.write(() -> writable(call, id, action, whenLocked), change);
        } catch (OnTheMove moving) {
            String task = moving.taskState();
            throw Failure.SERVER_STATE.refused(action, id, "task_state", task == null ? "resize_migrated" : task);
        }
    }

    /** One that has no record yet, and one that gets it meanwhile. */
    private void describe(Call call, String id, UnaryOperator<Description> change) {
        UUID uuid = ServerAccess.uuid(id);
        if (access.here(call, id, false).server().cell() == null && requests.describe(uuid, change)) {
            return;
        }
        Instant now = api.clock().instant();
        write(
                call,
                id,
                "update",
                true,
                (cell, row) ->
                        cell.servers().describe(row.uuid(), row.generation(), change.apply(row.described()), now));
    }

    private Found.Here writable(Call call, String id, String action, boolean whenLocked) {
        Found.Here here = access.here(call, id, false);
        Listed server = here.server();
        if (server.cell() == null) {
            throw Failure.SERVER_STATE.refused(
                    action, id, "vm_state", server.row().vmState());
        }
        if (!whenLocked && server.row().locked() && !call.isAdmin()) {
            throw Failure.SERVER_LOCKED.refused(id);
        }
        return here;
    }

    /**
     * Changes a server's metadata.
     *
     * @param change from all pairs to all pairs
     * @return all pairs, as they are then
     * @throws Refused 404, 403 when there are too many, 409 when the server's state does not allow it
     */
    Map<String, String> metadata(Call call, String id, String action, UnaryOperator<Map<String, String>> change) {
        QuotaLimits limited = limits.of(call.project(), call.user());
        return write(call, id, action, (cell, row) -> {
            if (!METADATA_STATES.contains(row.vmState())) {
                throw Failure.SERVER_STATE.refused(action, id, "vm_state", row.vmState());
            }
            Map<String, String> before = new TreeMap<>();
            cell.metadata().of(row.uuid()).forEach(pair -> before.put(pair.name(), pair.value()));
            Map<String, String> after = change.apply(new TreeMap<>(before));
            MetadataLimit.check(after.size(), limited);
            before.keySet().stream()
                    .filter(name -> !after.containsKey(name))
                    .forEach(name -> cell.metadata().remove(row.uuid(), name));
            after.forEach((name, value) -> {
                if (!value.equals(before.get(name))) {
                    cell.metadata().put(row.uuid(), name, value);
                }
            });
            return after;
        });
    }

    /** The pairs of a server, wherever it is. */
    Map<String, String> metadata(Call call, String id) {
        return access.shown(call, access.server(call, id)).metadata();
    }

    /**
     * Changes the fields that the body names, whatever the server's state and lock.
     *
     * @throws Refused 400, 404 or 409
     */
    public void update(Call call, String id, JsonNode fields) {
        CreateChecks.checkAddress(fields, "accessIPv4", "ipv4");
        CreateChecks.checkAddress(fields, "accessIPv6", "ipv6");
        describe(
                call,
                id,
                before -> new Description(
                        fields.has("name") ? fields.path("name").asText() : before.name(),
                        fields.has("description") ? Values.text(fields.path("description")) : before.text(),
                        address(fields, "accessIPv4", before.accessIpV4()),
                        address(fields, "accessIPv6", before.accessIpV6()),
                        fields.has("OS-DCF:diskConfig")
                                ? fields.path("OS-DCF:diskConfig").asText().equals("AUTO")
                                : before.autoDiskConfig()));
    }

    private static @Nullable String address(JsonNode fields, String name, @Nullable String before) {
        String text = Values.text(fields.path(name));
        if (text == null) {
            return before;
        }
        return text.isEmpty() ? null : Addresses.canonical(text);
    }
}
