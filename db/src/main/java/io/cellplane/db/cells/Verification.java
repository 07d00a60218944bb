package io.cellplane.db.cells;

import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ComputeNodeRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.control.HostMappingRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what the registry, the tables of hosts and a cell's own database say of the cell. Servers are the audit's. */
public final class Verification {
    private final ApiDatabase api;
    private final CellRow cell;
    private final List<HostPlaceRow> hosts;
    private final HostPlaceRows rows;
    private final List<Mismatch> found = new ArrayList<>();

    private Verification(ApiDatabase api, CellRow cell) {
        this.api = api;
        this.cell = cell;
        this.rows = api.database().rows(HostPlaceRows.class);
        this.hosts = rows.in(cell.name());
    }

    /** What the control level says, by itself. */
    public static List<Mismatch> ofControlLevel(ApiDatabase api, CellRow cell) {
        Verification check = new Verification(api, cell);
        check.registry();
        check.hosts.forEach(check::place);
        if (cell.name().equals(CellRow.CELL0)) {
            check.cell0();
        }
        return check.found;
    }

    /** What the cell's database says beside it. */
    public static List<Mismatch> ofRecords(ApiDatabase api, CellRow cell, CellDatabase database) {
        Verification check = new Verification(api, cell);
        check.records(database.computeNodes().all());
        return check.found;
    }

    private void registry() {
        for (CellRow other : api.cells().all()) {
            if (other.name().equals(cell.name())) {
                continue;
            }
            if (Address.isOneDatabase(other.databaseUrl(), cell.databaseUrl())) {
                say("database", "cell " + other.name() + " has the same");
            }
            if (Address.isOneBus(other.busUrl(), cell.busUrl())) {
                say("bus", "cell " + other.name() + " has the same");
            }
        }
    }

    private void cell0() {
        if (cell.busUrl() != null) {
            say("cell0", "it has a bus, and no hosts may be there");
        }
        if (cell.disabled()) {
            say("cell0", "it is disabled");
        }
        if (!hosts.isEmpty()) {
            say("cell0", "it has " + hosts.size() + " hosts");
        }
        rows.unknownCells()
                .forEach(name ->
                        say("servers", "hosts or servers are said to be in cell " + name + ", which there is not"));
    }

    private void place(HostPlaceRow row) {
        if (row.stateCell() != null && !row.stateCell().equals(row.cell())) {
            host(row.host(), "it is mapped to cell " + row.cell() + ", its state is kept for cell " + row.stateCell());
        }
        if (row.providerCell() != null && !row.providerCell().equals(row.cell())) {
            host(row.host(), "it is mapped to cell " + row.cell() + ", placement has it in cell " + row.providerCell());
        }
        if (row.provider() != null && !row.provider().equals(row.hostUuid())) {
            host(row.host(), "it is mapped as " + row.hostUuid() + ", placement has it as " + row.provider());
        }
    }

    private void records(List<ComputeNodeRow> nodes) {
        Map<String, ComputeNodeRow> byHost =
                nodes.stream().collect(Collectors.toMap(ComputeNodeRow::host, Function.identity(), (one, _) -> one));
        Map<String, HostPlaceRow> mapped = hosts.stream()
                .filter(row -> row.cell().equals(cell.name()))
                .collect(Collectors.toMap(HostPlaceRow::host, Function.identity(), (one, _) -> one));
        mapped.forEach((name, row) -> {
            ComputeNodeRow node = byHost.get(name);
            if (node == null && row.provider() != null) {
                host(name, "placement has it, the cell's database has no record of it");
            } else if (node != null && !node.uuid().equals(row.hostUuid())) {
                host(name, "it is mapped as " + row.hostUuid() + ", the cell's database has it as " + node.uuid());
            }
        });
        byHost.keySet().stream()
                .filter(name -> !mapped.containsKey(name) && !api.hostStates().isRetired(name))
                .forEach(name -> host(
                        name,
                        "the cell's database has a record of it, it is mapped to "
                                + api.hostMappings()
                                        .find(name)
                                        .map(HostMappingRow::cell)
                                        .map(other -> "cell " + other)
                                        .orElse("no cell")));
    }

    private void say(String about, String says) {
        found.add(Mismatch.of(about, says));
    }

    private void host(String name, String says) {
        found.add(new Mismatch("host", name, says));
    }
}
