package io.cellplane.conductor.sweep;

import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.openstack.network.Networks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at the addresses of all servers, some of each cell in each round: an event of the network service may be lost. */
public final class AllAddresses implements Sweep {
    private static final int BATCH = 200;

    private final CellDatabases cells;
    private final Addresses addresses;
    private final Patience patience;
    private final Map<String, String> last = new ConcurrentHashMap<>();

    public AllAddresses(ApiDatabase api, CellDatabases cells, Networks networks, Patience patience) {
        this.cells = cells;
        this.addresses = new Addresses(api, cells, networks);
        this.patience = patience;
    }

    @Override
    public String name() {
        return "all-addresses";
    }

    @Override
    public Duration rest() {
        return patience.sweeps().runningUnseen();
    }

    @Override
    public void sweep(Round round) {
        cells.names()
                .forEach(cell -> round.in(cell, () -> {
                    List<UUID> servers = cells.of(cell).servers().after(last.getOrDefault(cell, ""), BATCH);
                    Set<UUID> _ = addresses.refresh(cell, servers);
                    last.put(
                            cell,
                            servers.size() < BATCH ? "" : servers.getLast().toString());
                }));
    }
}
