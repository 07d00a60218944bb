package io.cellplane.db.cells;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.CellIdentity;
import io.cellplane.db.CellProbe;
import io.cellplane.db.CellRegistry;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.purge.Purge;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What operators do with cells. What is new is asked before it is stored; every change is one transaction of the API
 * database, which all processes follow within a second.
 */
public final class Cells {
    private static final int BATCH = 500;

    private final ApiDatabase api;
    private final CellRegistry registry;
    private final CellCountRows counts;
    private final Purge purge;

    public Cells(ApiDatabase api, CellDatabases databases, Secrets secrets) {
        this.api = api;
        this.registry = new CellRegistry(api, secrets);
        this.counts = api.database().rows(CellCountRows.class);
        this.purge = new Purge(api, databases);
    }

    /** @param uuid of the cell whose database it is already; null: it is nobody's yet */
    public record New(String name, @Nullable UUID uuid, DatabaseSettings database, String busUrl, boolean disabled) {}

    /** What is null stays as it is. */
    public record Change(
            @Nullable String databaseUrl,
            @Nullable String databaseUser,
            @Nullable String databasePassword,
            @Nullable String busUrl) {
        boolean ofDatabase() {
            return databaseUrl != null || databaseUser != null || databasePassword != null;
        }
    }

    /** @throws Refused 404 */
    public CellRow find(String cell) {
        return api.cells().find(cell).orElseThrow(() -> unknown(cell));
    }

    /**
     * Enters a cell whose bus has been found to answer.
     *
     * @throws Refused 409 where its database cannot be used, or its name, database or bus are another cell's
     */
    public CellRow create(New asked) {
        String name = asked.name();
        DatabaseSettings at = asked.database();
        CellIdentity found = look(name, at).identity().orElse(null);
        if (found != null && !found.uuid().equals(asked.uuid())) {
            throw unusable(name, at.url(), "it is that of cell " + found + ", whose uuid must be given to take it in");
        }
        UUID uuid = asked.uuid() == null ? UUID.randomUUID() : asked.uuid();
        CellIdentity own = new CellIdentity(uuid, name);
        api.database().run(() -> {
            checkFree(name, uuid, at.url(), asked.busUrl(), true);
            api.cells()
                    .add(
                            name,
                            uuid,
                            at.url(),
                            at.user(),
                            registry.password(name, at),
                            asked.busUrl(),
                            asked.disabled(),
                            api.clock().instant());
        });
        String claimed = claim(at, own);
        if (!claimed.isEmpty()) {
            api.cells().remove(name, uuid);
            throw unusable(name, at.url(), claimed);
        }
        return find(name);
    }

    /** @return why it is not the cell's; empty when it is */
    private String claim(DatabaseSettings at, CellIdentity own) {
        try {
            CellIdentity owner = CellProbe.claim(at, own, api.clock().instant());
            return owner.is(own.uuid()) ? "" : "it is that of cell " + owner;
        } catch (CellProbe.Unusable e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** One at a time is entered or moved: all wait for the row of cell0, which is always there. */
    private void checkFree(String name, UUID uuid, String databaseUrl, @Nullable String busUrl, boolean isNew) {
        if (api.cells().lock(CellRow.CELL0).isEmpty()) {
            throw Failure.CELL_TAKEN.refused(name, "cell0 has not been set up yet");
        }
        for (CellRow other : api.cells().all()) {
            if (other.name().equals(name)) {
                if (isNew) {
                    throw Failure.CELL_TAKEN.refused(name, "there is a cell of that name");
                }
                continue;
            }
            String taken = taken(other, uuid, databaseUrl, busUrl);
            if (!taken.isEmpty()) {
                throw Failure.CELL_TAKEN.refused(name, "cell " + other.name() + " has the same " + taken);
            }
        }
    }

    private static String taken(CellRow other, UUID uuid, String databaseUrl, @Nullable String busUrl) {
        if (other.uuid().equals(uuid)) {
            return "uuid";
        }
        if (Address.isOneDatabase(other.databaseUrl(), databaseUrl)) {
            return "database";
        }
        return Address.isOneBus(other.busUrl(), busUrl) ? "bus" : "";
    }

    /**
     * Its database or bus are elsewhere, or have other credentials. A new bus has been found to answer.
     *
     * @throws Refused 404; 409 where the new database cannot be used, is not the cell's, or an address is another cell's
     */
    public CellRow update(String cell, Change change) {
        CellRow row = find(cell);
        if (cell.equals(CellRow.CELL0) && change.busUrl() != null) {
            throw Failure.CELL_IS_CELL0.refused("have a bus");
        }
        DatabaseSettings at = change.ofDatabase() ? database(row, change) : null;
        String bus = change.busUrl() == null ? row.busUrl() : change.busUrl();
        api.database().run(() -> {
            checkFree(cell, row.uuid(), at == null ? row.databaseUrl() : at.url(), bus, false);
            int changed = api.cells()
                    .change(
                            cell,
                            row.version(),
                            at == null ? row.databaseUrl() : at.url(),
                            at == null ? row.databaseUser() : at.user(),
                            at == null ? row.databasePassword() : registry.password(cell, at),
                            bus,
                            api.clock().instant());
            if (changed == 0) {
                throw Failure.CELL_CHANGED.refused(cell);
            }
        });
        return find(cell);
    }

    private DatabaseSettings database(CellRow row, Change change) {
        String url = change.databaseUrl() == null ? row.databaseUrl() : change.databaseUrl();
        String user = change.databaseUser() == null ? row.databaseUser() : change.databaseUser();
        String password = change.databasePassword();
        DatabaseSettings at = new DatabaseSettings(
                url, user, password == null ? registry.settings(row).password() : password);
        CellIdentity found = look(row.name(), at).identity().orElse(null);
        if (found == null) {
            throw unusable(row.name(), url, "it is no cell's yet, so it is no copy of this one's");
        }
        if (!found.is(row.uuid())) {
            throw unusable(row.name(), url, "it is that of cell " + found);
        }
        return at;
    }

    private static CellProbe look(String cell, DatabaseSettings at) {
        try {
            return CellProbe.at(at);
        } catch (CellProbe.Unusable e) {
            throw unusable(cell, at.url(), String.valueOf(e.getMessage()));
        }
    }

    private static Refused unusable(String cell, String url, String why) {
        return Failure.CELL_UNUSABLE.refused("database", url, cell, why);
    }

    /**
     * From when it returns no server is placed in the cell: claims that were being made there have ended.
     *
     * @throws Refused 404; 409 for cell0
     */
    public void disable(String cell, boolean disabled) {
        if (cell.equals(CellRow.CELL0)) {
            throw Failure.CELL_IS_CELL0.refused("be disabled or enabled");
        }
        if (api.cells().disable(cell, disabled, api.clock().instant()) == 0) {
            throw unknown(cell);
        }
    }

    /**
     * Forgets a cell with its retired hosts and what is known of its deleted servers; its database stays as it is. One
     * that answers must have no record of a server that lives, whatever the control level says.
     *
     * @throws Refused 404; 409 for cell0, and while it has anything
     */
    public void delete(String cell) {
        if (cell.equals(CellRow.CELL0)) {
            throw Failure.CELL_IS_CELL0.refused("be deleted");
        }
        CellRow row = find(cell);
        checkEmpty(cell);
        if (hasRecords(row)) {
            throw Failure.CELL_IN_USE.refused(cell, "records of servers in its database");
        }
        while (purge.serversOf(cell, BATCH) == BATCH) {
            checkEmpty(cell);
        }
        api.database().run(() -> {
            if (api.cells().lock(cell).isEmpty()) {
                throw unknown(cell);
            }
            checkEmpty(cell);
            purge.serversOf(cell, Integer.MAX_VALUE);
            counts.leaveAggregates(cell);
            counts.dropInventories(cell);
            counts.dropProviders(cell);
            counts.dropStates(cell);
            counts.dropMappings(cell);
            api.cells().remove(cell, row.uuid());
        });
    }

    private void checkEmpty(String cell) {
        Map<String, Long> held = CellLoad.held(counts, cell);
        String words = CellLoad.words(held);
        if (!words.isEmpty()) {
            throw Failure.CELL_IN_USE.refused(cell, words);
        }
    }

    /** Also copies that nobody owes: what the audit would find. One that does not answer is believed to have none. */
    private boolean hasRecords(CellRow row) {
        try {
            DatabaseSettings at = registry.settings(row);
            return CellProbe.at(at)
                            .identity()
                            .filter(owner -> owner.is(row.uuid()))
                            .isPresent()
                    && CellProbe.hasServers(at);
        } catch (CellProbe.Unusable away) {
            return false;
        }
    }

    private static Refused unknown(String cell) {
        return Failure.CELL_NOT_FOUND.refused(cell);
    }
}
