package io.cellplane.db.lists;

import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.BuildRequestRow;
import io.cellplane.db.control.MappingRow;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One server, wherever it is: the mapping says where, and it is read again when the server is not there any more. */
public final class ServerReads {
    /** So often a record may be missing where its mapping says before its cell counts as not answering. */
    private static final int LOOKS = 4;

    private final ApiDatabase api;
    private final CellDatabases cells;

    public ServerReads(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
    }

    /** What came of looking for a server. */
    public sealed interface Found {
        /** It is there. */
        record Here(MappingRow mapping, Listed server) implements Found {}

        /** Its cell does not answer; {@code requested} is what it was asked for as. */
        record Away(MappingRow mapping, @Nullable RequestedServer requested) implements Found {}

        /** There is no such server, or not any more; the mapping is there when it ever was. */
        record Gone(@Nullable MappingRow mapping) implements Found {}
    }

    /** @param deletedToo whether a server that is deleted is still of interest */
    public Found find(UUID uuid, boolean deletedToo) {
        MappingRow mapping = null;
        for (int look = 0; look < LOOKS; look++) {
            mapping = api.mappings().find(uuid).orElse(null);
            if (mapping == null || (mapping.deletedAt() != null && !deletedToo)) {
                return new Found.Gone(mapping);
            }
            Optional<Listed> found;
            try {
                found = look(mapping);
            } catch (CellAway e) {
                return new Found.Away(mapping, spec(uuid));
            }
            if (found.isPresent()) {
                return deletedToo || !found.get().row().deleted()
                        ? new Found.Here(mapping, found.get().leaving(mapping.queuedForDelete()))
                        : new Found.Gone(mapping);
            }
        }
        // Only its mapping says that a server is gone; this one is somewhere, and a client must not forget it.
        return mapping == null || mapping.queuedForDelete()
                ? new Found.Gone(mapping)
                : new Found.Away(mapping, spec(uuid));
    }

    private Optional<Listed> look(MappingRow mapping) {
        String cell = mapping.cell();
        if (cell == null) {
            return api.buildRequests()
                    .find(mapping.uuid())
                    .map(BuildRequestRow::server)
                    .map(Listed::of);
        }
        if (cells.row(cell).isEmpty()) {
            return Optional.empty();
        }
        Statement statement = CellReads.servers();
        statement.and("uuid = ").bind(mapping.uuid().toString());
        List<ServerRow> rows =
                cells.read(cell, database -> Selection.select(database.database(), statement, ServerRow.class));
        return rows.stream()
                .findFirst()
                .filter(found -> found.generation() == mapping.generation())
                .map(found -> new Listed(cell, found, null, false));
    }

    /**
     * The server with what hangs from it.
     *
     * @param userDataToo which may be 64 KiB
     * @throws CellAway if its cell does not answer any more
     */
    public Shown shown(Listed server, boolean userDataToo) {
        String cell = server.cell();
        return cell == null
                ? Children.of(server, Objects.requireNonNull(server.requested()))
                : cells.read(
                        cell,
                        database -> Children.of(database, List.of(server), userDataToo)
                                .getFirst());
    }

    private @Nullable RequestedServer spec(UUID uuid) {
        return api.requestSpecs()
                .find(uuid)
                .map(row -> Json.read(row.spec(), RequestedServer.class))
                .orElse(null);
    }
}
