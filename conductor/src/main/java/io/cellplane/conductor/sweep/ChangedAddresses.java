package io.cellplane.conductor.sweep;

import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.NetworkChangeRow;
import io.cellplane.openstack.network.Networks;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Looks at the addresses of servers of which the network service has said that something has changed. */
public final class ChangedAddresses implements Sweep {
    private static final int BATCH = 100;

    private final ApiDatabase api;
    private final Addresses addresses;
    private final Patience patience;

    public ChangedAddresses(ApiDatabase api, CellDatabases cells, Networks networks, Patience patience) {
        this.api = api;
        this.addresses = new Addresses(api, cells, networks);
        this.patience = patience;
    }

    @Override
    public String name() {
        return "changed-addresses";
    }

    @Override
    public Duration rest() {
        return patience.sweeps().every();
    }

    @Override
    public void sweep(Round round) {
        round.attempt(() -> api.networkChanges().forget());
        api.networkChanges().cells().forEach(cell -> round.in(cell, () -> look(cell)));
    }

    private void look(String cell) {
        List<NetworkChangeRow> changes = api.networkChanges().in(cell, BATCH);
        List<UUID> servers = changes.stream().map(NetworkChangeRow::server).toList();
        Set<UUID> later = addresses.refresh(cell, servers);
        changes.stream()
                .filter(change -> !later.contains(change.server()))
                .forEach(change -> api.networkChanges().looked(change.server(), change.askedAt()));
    }
}
