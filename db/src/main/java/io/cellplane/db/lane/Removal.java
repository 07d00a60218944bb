package io.cellplane.db.lane;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.AggregateHostRows;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.ProviderRow;
import java.util.Optional;
import java.util.UUID;

/** Takes away all that is known of a host that is no more. Who comes under its name after that is a new one. */
public final class Removal {
    private final ApiDatabase api;
    private final CellDatabases cells;

    public Removal(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
    }

    /**
     * Repeating it after a failure is right: the host's rows in its cell go first.
     *
     * @throws Refused 404; 409 while servers are there or move, while it owes something, and while it may be up
     * @throws CellAway when its cell does not answer
     */
    public void remove(String host) {
        String cell = find(host).cell();
        boolean isHosting = cells.read(cell, database -> database.servers().countOn(host) > 0);
        api.database().run(() -> {
            Optional<UUID> provider = api.providers().ofHost(host).map(ProviderRow::uuid);
            provider.ifPresent(uuid -> api.providers().lock(uuid));
            check(find(host), isHosting, provider);
            cells.of(cell).forgetHost(host);
            api.database().rows(AggregateHostRows.class).removeAll(host);
            provider.ifPresent(uuid -> {
                api.inventories().remove(uuid);
                api.providers().remove(uuid);
            });
            api.hostStates().remove(host);
            api.hostMappings().remove(host);
        });
    }

    private void check(HostStateRow state, boolean isHosting, Optional<UUID> provider) {
        if (isHosting) {
            throw Failure.SERVICE_HOSTING.refused();
        }
        if (!api.debts().ofHost(state.host()).isEmpty()) {
            throw Failure.SERVICE_OWES.refused(state.host());
        }
        if (provider.flatMap(api.allocations()::load).isPresent()) {
            throw Failure.SERVICE_MOVING.refused();
        }
        if (!state.retired() && !state.state().equals(HostStateRow.DOWN)) {
            throw Failure.SERVICE_UP.refused(state.serviceUuid());
        }
    }

    private HostStateRow find(String host) {
        return api.hostStates().find(host).orElseThrow(() -> Failure.COMPUTE_HOST_NOT_FOUND.refused(host));
    }
}
