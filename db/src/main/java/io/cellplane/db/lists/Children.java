package io.cellplane.db.lists;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.FaultRow;
import io.cellplane.db.cell.InfoCacheRow;
import io.cellplane.db.cell.ServerRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What hangs from the servers of one cell, each table read once for all of them. */
final class Children {
    private final Map<UUID, ExtraRow> extras = new HashMap<>();
    private final Map<UUID, InfoCacheRow> caches = new HashMap<>();
    private final Map<UUID, Map<String, String>> metadata = new HashMap<>();
    private final Map<UUID, List<String>> tags = new HashMap<>();
    private final Map<UUID, FaultRow> faults = new HashMap<>();
    private final Map<UUID, String> userData = new HashMap<>();

    private Children(CellDatabase cell, List<UUID> uuids, boolean userDataToo) {
        cell.extras().findAll(uuids).forEach(row -> extras.put(row.instanceUuid(), row));
        cell.infoCaches().findAll(uuids).forEach(row -> caches.put(row.instanceUuid(), row));
        cell.metadata()
                .findAll(uuids)
                .forEach(row -> metadata.computeIfAbsent(row.instanceUuid(), key -> new TreeMap<>())
                        .put(row.name(), row.value()));
        cell.tags()
                .findAll(uuids)
                .forEach(row -> tags.computeIfAbsent(row.resourceId(), key -> new ArrayList<>())
                        .add(row.tag()));
        // Ordered by id, so that the newest is what remains.
        cell.faults().findAll(uuids).forEach(row -> faults.put(row.instanceUuid(), row));
        if (userDataToo) {
            cell.userData().findAll(uuids).forEach(row -> userData.put(row.uuid(), row.userData()));
        }
    }

    /** @param userDataToo which may be 64 KiB of each */
    static List<Shown> of(CellDatabase cell, List<Listed> servers, boolean userDataToo) {
        Children children = new Children(
                cell, servers.stream().map(server -> server.row().uuid()).toList(), userDataToo);
        return servers.stream().map(children::shown).toList();
    }

    static Shown of(Listed server, RequestedServer requested) {
        return new Shown(
                server,
                requested.flavor(),
                new TreeMap<>(requested.metadata()),
                List.of(),
                requested.securityGroups(),
                requested.tags().stream().sorted().toList(),
                null,
                null);
    }

    private Shown shown(Listed server) {
        UUID uuid = server.row().uuid();
        ExtraRow extra = extras.get(uuid);
        InfoCacheRow cache = caches.get(uuid);
        return new Shown(
                server,
                extra == null ? flavor(server.row()) : Json.read(extra.flavor(), FlavorSpec.class),
                metadata.getOrDefault(uuid, Map.of()),
                cache == null ? List.of() : Json.read(cache.networkInfo(), new TypeReference<List<BoundPort>>() {}),
                groups(extra),
                tags.getOrDefault(uuid, List.of()),
                faults.get(uuid),
                userData.get(uuid));
    }

    private static List<String> groups(@Nullable ExtraRow extra) {
        return extra == null ? List.of() : Json.read(extra.securityGroups(), new TypeReference<List<String>>() {});
    }

    private static FlavorSpec flavor(ServerRow row) {
        return new FlavorSpec(
                row.flavorid(),
                row.flavorid(),
                row.vcpus(),
                row.memoryMb(),
                row.rootGb(),
                row.ephemeralGb(),
                0,
                1,
                null,
                Map.of());
    }
}
