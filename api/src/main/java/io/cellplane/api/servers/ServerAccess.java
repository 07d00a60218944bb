package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Policy;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.CellAway;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.lists.ServerReads;
import io.cellplane.db.lists.ServerReads.Found;
import io.cellplane.db.lists.Shown;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.regex.Pattern;

/** Finds the server that a path names. One that is not the caller's does not exist for it. */
@Singleton
public final class ServerAccess {
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final ServerReads reads;

    public ServerAccess(ServerReads reads) {
        this.reads = reads;
    }

    /**
     * Where it is, or that its cell does not answer.
     *
     * @throws Refused 404; 403 when the route's rule does not allow it to the caller for a server of that project and user
     */
    public Found find(Call call, String id, boolean deletedToo) {
        Found found = findToDelete(call, id, deletedToo);
        // Of a server that is going, nothing is known but that: to readers it is gone when its cell is.
        if (found instanceof Found.Away away && away.mapping().queuedForDelete()) {
            throw unknown(id);
        }
        return found;
    }

    /**
     * The same, for a delete, which does not need the cell and may come again.
     *
     * @throws Refused 404
     */
    Found findToDelete(Call call, String id) {
        return findToDelete(call, id, false);
    }

    /**
     * The row that says where it is, whether or not that answers.
     *
     * @throws Refused 404
     */
    public static MappingRow mapping(Found found, String id) {
        return switch (found) {
            case Found.Here here -> here.mapping();
            case Found.Away away -> away.mapping();
            case Found.Gone _ -> throw unknown(id);
        };
    }

    private Found findToDelete(Call call, String id, boolean deletedToo) {
        Found found = reads.find(uuid(id), deletedToo);
        MappingRow mapping = mapping(found, id);
        if (!call.isAdmin() && !mapping.projectId().equals(call.token().projectId())) {
            throw unknown(id);
        }
        call.authorizeRoute(Policy.target(mapping.projectId(), mapping.userId()));
        return found;
    }

    /**
     * The server where it answers.
     *
     * @throws Refused 404, or 503 while its cell does not answer
     */
    public Found.Here here(Call call, String id, boolean deletedToo) {
        return switch (find(call, id, deletedToo)) {
            case Found.Here here -> here;
            case Found.Away away ->
                throw away(call, String.valueOf(away.mapping().cell()));
            case Found.Gone gone -> throw unknown(id);
        };
    }

    public Listed server(Call call, String id) {
        return here(call, id, false).server();
    }

    /**
     * The server with what hangs from it.
     *
     * @throws Refused 503 when its cell does not answer any more
     */
    public Shown shown(Call call, Listed server) {
        return shown(call, server, false);
    }

    /**
     * The same.
     *
     * @param userDataToo which may be 64 KiB
     */
    Shown shown(Call call, Listed server, boolean userDataToo) {
        try {
            return reads.shown(server, userDataToo);
        } catch (CellAway e) {
            throw away(call, e);
        }
    }

    public static UUID uuid(String id) {
        if (!ID.matcher(id).matches()) {
            throw unknown(id);
        }
        return UUID.fromString(id);
    }

    public static Refused unknown(String id) {
        return Failure.SERVER_NOT_FOUND.refused(id);
    }

    /** Which cell it is, administrators are told. */
    public static Refused away(Call call, CellAway away) {
        return away(call, away.cell());
    }

    public static Refused away(Call call, String cell) {
        return Failure.API_AWAY.refused(call.isAdmin() ? "The cell " + cell : "A part of the cloud");
    }
}
