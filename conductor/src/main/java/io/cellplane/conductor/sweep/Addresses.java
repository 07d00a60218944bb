package io.cellplane.conductor.sweep;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.cell.InfoCacheRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.lists.ServerReads;
import io.cellplane.db.lists.ServerReads.Found;
import io.cellplane.db.move.RecordWrites;
import io.cellplane.db.move.RecordWrites.OnTheMove;
import io.cellplane.openstack.network.FloatingIp;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.Port;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Brings the addresses and bindings in servers' records to what the network service says of their ports. */
final class Addresses {
    private final ApiDatabase api;
    private final CellDatabases cells;
    private final Networks networks;
    private final ServerReads reads;
    private final RecordWrites writes;

    Addresses(ApiDatabase api, CellDatabases cells, Networks networks) {
        this.api = api;
        this.cells = cells;
        this.networks = networks;
        this.reads = new ServerReads(api, cells);
        this.writes = new RecordWrites(cells, Duration.ZERO);
    }

    /** @return those of which it is not known by now, since they are on their way elsewhere */
    Set<UUID> refresh(String cell, List<UUID> servers) {
        Instant asked = api.clock().instant().truncatedTo(ChronoUnit.MICROS);
        Map<UUID, List<BoundPort>> cards = new HashMap<>();
        if (!servers.isEmpty()) {
            cells.of(cell).infoCaches().findAll(servers).forEach(row -> cards.put(row.instanceUuid(), read(row)));
        }
        List<String> ids = cards.values().stream()
                .flatMap(List::stream)
                .map(card -> card.portId().toString())
                .toList();
        Map<String, Port> ports = networks.ports(ids).stream().collect(Collectors.toMap(Port::id, Function.identity()));
        Map<String, List<FloatingIp>> floating =
                networks.floatingIps(ids).stream().collect(Collectors.groupingBy(FloatingIp::portId));
        Set<UUID> later = new HashSet<>();
        cards.forEach((server, before) -> {
            List<BoundPort> after = before.stream()
                    .map(card -> seen(server, card, ports, floating))
                    .toList();
            if (!after.equals(before) && !written(server, before, after, asked)) {
                later.add(server);
            }
        });
        return later;
    }

    /** A port that is gone has no addresses; the card stays the server's until it is detached. */
    private static BoundPort seen(
            UUID server, BoundPort card, Map<String, Port> ports, Map<String, List<FloatingIp>> floating) {
        String id = card.portId().toString();
        Port port = ports.get(id);
        if (port == null || !port.deviceId().equals(server.toString())) {
            return card.with(List.of(), null);
        }
        return card.with(
                port.fixedIps().stream()
                        .map(ip -> new BoundPort.Address(
                                ip.version(),
                                ip.address(),
                                floating.getOrDefault(id, List.of()).stream()
                                        .filter(one -> one.fixed().equals(ip.address()))
                                        .map(FloatingIp::address)
                                        .sorted()
                                        .toList()))
                        .toList(),
                port.binding());
    }

    private boolean written(UUID server, List<BoundPort> before, List<BoundPort> after, Instant asked) {
        if (!(reads.find(server, false) instanceof Found.Here here)) {
            return true;
        }
        try {
            return writes.write(
                    () -> here,
                    (cell, row) -> cell.infoCaches()
                            .find(server)
                            // Whoever asked later, or has made other ports since, knows better.
                            .filter(now ->
                                    now.updatedAt().isBefore(asked) && read(now).equals(before))
                            .map(_ -> cell.infoCaches().put(server, Json.write(after), asked))
                            .isPresent());
        } catch (OnTheMove moving) {
            return false;
        }
    }

    private static List<BoundPort> read(InfoCacheRow row) {
        return Json.read(row.networkInfo(), new TypeReference<List<BoundPort>>() {});
    }
}
