package io.cellplane.db.cells;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.TooSlow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.control.HostMappingRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.ProviderRow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an empty host over to another cell. From then on only that cell hears it; it is down until its agent, told of the
 * other cell and bus, speaks there.
 */
public final class HostMoves {
    private static final Logger LOG = LoggerFactory.getLogger(HostMoves.class);

    private final ApiDatabase api;
    private final CellDatabases cells;

    public HostMoves(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
    }

    /**
     * Repeated, it cleans what a cell that did not answer still has of the host.
     *
     * @throws Refused 404; 409 for a host that holds or owes anything or is retired, and for cell0
     */
    public void move(String host, String to) {
        String from = api.database().write(() -> claim(host, to));
        List<String> left = from.equals(to)
                ? cells.names().stream().filter(cell -> !cell.equals(to)).toList()
                : List.of(from);
        left.forEach(cell -> forget(host, cell));
    }

    /** Under the lock that placement takes to claim the host. @return where it was */
    private String claim(String host, String to) {
        Optional<UUID> provider = api.providers().ofHost(host).map(ProviderRow::uuid);
        provider.ifPresent(uuid -> api.providers().lock(uuid));
        HostMappingRow mapping =
                api.hostMappings().find(host).orElseThrow(() -> Failure.COMPUTE_HOST_NOT_FOUND.refused(host));
        if (to.equals(CellRow.CELL0)) {
            throw Failure.CELL_IS_CELL0.refused("have hosts");
        }
        if (api.cells().hold(to).isEmpty()) {
            throw Failure.CELL_NOT_FOUND.refused(to);
        }
        if (mapping.cell().equals(to)) {
            return to;
        }
        if (api.hostStates().isRetired(host)) {
            throw Failure.HOST_NOT_EMPTY.refused(host, to, "it is retired");
        }
        if (provider.flatMap(api.allocations()::load).isPresent()
                || !api.debts().ofHost(host).isEmpty()
                || api.places().isOpenOn(host)) {
            throw Failure.HOST_NOT_EMPTY.refused(host, to, "servers, open operations or debts are there");
        }
        api.hostMappings().move(host, to);
        api.hostStates().move(host, to, HostStateRow.DOWN, api.clock().instant());
        provider.ifPresent(uuid -> api.providers().move(uuid, to));
        return mapping.cell();
    }

    private void forget(String host, String cell) {
        try {
            cells.probe(cell);
            cells.of(cell).forgetHost(host);
        } catch (CellAway | TooSlow away) {
            LOG.warn("cell {} keeps what it knows of host {}, to be asked again: {}", cell, host, away.getMessage());
        }
    }
}
