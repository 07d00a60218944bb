package io.cellplane.api.hypervisor;

import io.cellplane.contracts.host.HostDetails;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.TooSlow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ComputeNodeRow;
import io.cellplane.db.cell.GuestRow;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks each cell's database. */
@Singleton
final class CellFacts implements HypervisorFacts {
    private static final Logger LOG = LoggerFactory.getLogger(CellFacts.class);

    private final CellDatabases cells;

    CellFacts(CellDatabases cells) {
        this.cells = cells;
    }

    @Override
    public Map<UUID, ComputeNodeRow> nodes() {
        Map<UUID, ComputeNodeRow> nodes = new HashMap<>();
        each(cell -> cell.computeNodes().all().forEach(node -> nodes.put(node.uuid(), node)));
        return nodes;
    }

    @Override
    public Optional<ComputeNodeRow> node(String cell, UUID uuid) {
        return one(cell, database -> database.computeNodes().find(uuid));
    }

    @Override
    public Optional<HostDetails> details(String cell, UUID uuid) {
        return one(cell, database -> database.computeNodes().details(uuid))
                .map(details -> Json.read(details, HostDetails.class));
    }

    private <T> Optional<T> one(String cell, Function<CellDatabase, Optional<T>> read) {
        if (cells.row(cell).isEmpty()) {
            return Optional.empty();
        }
        try {
            return cells.read(cell, read);
        } catch (CellAway | TooSlow missing) {
            LOG.warn("a hypervisor is shown without what {} says of it", cell);
            return Optional.empty();
        }
    }

    @Override
    public Map<String, List<ServerName>> servers() {
        Map<String, List<ServerName>> servers = new HashMap<>();
        each(cell -> servers.putAll(cell.guests().all().stream()
                .collect(Collectors.groupingBy(
                        GuestRow::host,
                        Collectors.mapping(
                                guest -> new ServerName(guest.uuid(), guest.displayName()), Collectors.toList())))));
        return servers;
    }

    private void each(Consumer<CellDatabase> read) {
        for (String name : cells.names()) {
            try {
                cells.read(name, cell -> {
                    read.accept(cell);
                    return true;
                });
            } catch (CellAway | TooSlow missing) {
                LOG.warn("hypervisors are shown without what {} says of them", name);
            }
        }
    }
}
