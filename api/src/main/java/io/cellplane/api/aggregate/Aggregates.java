package io.cellplane.api.aggregate;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.Database;
import io.cellplane.db.control.AggregateHostRow;
import io.cellplane.db.control.AggregateHostRows;
import io.cellplane.db.control.AggregateMetadataRow;
import io.cellplane.db.control.AggregateMetadataRows;
import io.cellplane.db.control.AggregateRow;
import io.cellplane.db.control.AggregateRows;
import io.cellplane.db.control.AggregateServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.ZoneRow;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates and the availability zones they make. Each change holds all aggregates, so that a host is never in two
 * zones, and tells placement that the hosts concerned have changed.
 */
@Singleton
public final class Aggregates {
    /** The zone of a host that no aggregate gives one. */
    public static final String DEFAULT_ZONE = "nova";

    private final ApiDatabase api;
    private final Database database;
    private final AggregateRows rows;
    private final AggregateHostRows hosts;
    private final AggregateMetadataRows metadata;

    Aggregates(ApiDatabase api) {
        this.api = api;
        this.database = api.database();
        this.rows = database.rows(AggregateRows.class);
        this.hosts = database.rows(AggregateHostRows.class);
        this.metadata = database.rows(AggregateMetadataRows.class);
    }

    List<Aggregate> all() {
        return database.read(() -> {
            Map<Integer, List<String>> members = hosts.all().stream()
                    .collect(Collectors.groupingBy(
                            AggregateHostRow::aggregateId,
                            Collectors.mapping(AggregateHostRow::host, Collectors.toList())));
            Map<Integer, List<AggregateMetadataRow>> values =
                    metadata.all().stream().collect(Collectors.groupingBy(AggregateMetadataRow::aggregateId));
            return rows.all().stream()
                    .map(row -> new Aggregate(
                            row,
                            members.getOrDefault(row.id(), List.of()),
                            asMap(values.getOrDefault(row.id(), List.of()))))
                    .toList();
        });
    }

    Aggregate find(int id) {
        AggregateRow row = rows.find(id).orElseThrow(() -> Failure.AGGREGATE_NOT_FOUND.refused(id));
        return new Aggregate(
                row, hosts.of(id).stream().map(AggregateHostRow::host).toList(), asMap(metadata.of(id)));
    }

    private static Map<String, String> asMap(List<AggregateMetadataRow> rows) {
        Map<String, String> map = new TreeMap<>();
        rows.forEach(row -> map.put(row.name(), row.value()));
        return map;
    }

    Aggregate create(String name, @Nullable String zone) {
        return changing(() -> {
            if (rows.add(UUID.randomUUID(), name, api.clock().instant()) == 0) {
                throw Failure.AGGREGATE_NAME_EXISTS.refused(name);
            }
            int id = rows.named(name).orElseThrow().id();
            if (zone != null) {
                metadata.put(id, AggregateRow.ZONE, zone);
            }
            return find(id);
        });
    }

    /** @param name null leaves it; {@code values} with a null value take the key away */
    Aggregate update(int id, @Nullable String name, Map<String, @Nullable String> values) {
        return changing(() -> {
            Aggregate before = find(id);
            if (name != null && !name.equals(before.row().name())) {
                if (rows.named(name).isPresent()) {
                    throw Failure.AGGREGATE_NAME_EXISTS.refused(name);
                }
                rows.rename(id, name, api.clock().instant());
            }
            if (values.containsKey(AggregateRow.ZONE)) {
                String zone = values.get(AggregateRow.ZONE);
                before.hosts()
                        .forEach(host -> checkZone(Failure.AGGREGATE_CHANGE, "update", id, host, before.zone(), zone));
            }
            values.forEach((key, value) -> {
                if (value == null) {
                    metadata.remove(id, key);
                } else {
                    metadata.put(id, key, value);
                }
            });
            rows.touch(id, api.clock().instant());
            announce(before.hosts());
            return find(id);
        });
    }

    void remove(int id) {
        changing(() -> {
            if (!find(id).hosts().isEmpty()) {
                throw Failure.AGGREGATE_NOT_EMPTY.refused(id);
            }
            metadata.removeAll(id);
            return rows.remove(id);
        });
    }

    Aggregate addHost(int id, String host) {
        return changing(() -> {
            Aggregate before = find(id);
            if (api.hostMappings().find(host).isEmpty()) {
                throw Failure.COMPUTE_HOST_NOT_FOUND.refused(host);
            }
            if (before.zone() != null) {
                checkZone(Failure.AGGREGATE_ACTION, "add host to", id, host, null, before.zone());
            }
            if (hosts.add(id, host) == 0) {
                throw Failure.AGGREGATE_HOST_EXISTS.refused(id, host);
            }
            return changed(id, List.of(host));
        });
    }

    Aggregate removeHost(int id, String host) {
        return changing(() -> {
            Aggregate before = find(id);
            if (!before.hosts().contains(host)) {
                throw api.hostMappings().find(host).isEmpty()
                        ? Failure.COMPUTE_HOST_NOT_FOUND.refused(host)
                        : Failure.AGGREGATE_HOST_NOT_FOUND.refused(id, host);
            }
            if (before.zone() != null) {
                checkZone(Failure.AGGREGATE_ACTION, "remove host from", id, host, before.zone(), null);
            }
            hosts.remove(id, host);
            return changed(id, List.of(host));
        });
    }

    private Aggregate changed(int id, List<String> touched) {
        rows.touch(id, api.clock().instant());
        announce(touched);
        return find(id);
    }

    private void announce(List<String> touched) {
        if (!touched.isEmpty()) {
            api.hostStates().touch(new ArrayList<>(touched));
        }
    }

    /**
     * The zone that this aggregate gives the host goes from one to the other (null: none): the host must end in one
     * zone only, and servers must not find themselves in another zone than before.
     */
    private void checkZone(Failure as, String doing, int id, String host, @Nullable String from, @Nullable String to) {
        List<String> others = zonesOf(host);
        if (from != null) {
            others.remove(from);
        }
        if (to != null && others.stream().anyMatch(zone -> !zone.equals(to))) {
            throw as.refused(doing, id, "One or more hosts already in availability zone(s) " + quoted(others));
        }
        String before = others.isEmpty() ? orDefault(from) : others.getFirst();
        String after = others.isEmpty() ? orDefault(to) : others.getFirst();
        if (!Objects.equals(before, after) && holdsServers(host)) {
            throw as.refused(doing, id, "One or more hosts contain instances in this zone");
        }
    }

    private static String quoted(List<String> zones) {
        return zones.stream().map(zone -> "'" + zone + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    private static String orDefault(@Nullable String zone) {
        return zone == null ? DEFAULT_ZONE : zone;
    }

    private List<String> zonesOf(String host) {
        return api.zones().all().stream()
                .filter(zone -> zone.host().equals(host))
                .map(ZoneRow::zone)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private boolean holdsServers(String host) {
        return hosts.servers().stream().map(AggregateServerRow::host).anyMatch(host::equals);
    }

    private <T> T changing(Supplier<T> change) {
        return database.write(() -> {
            rows.lockAll();
            return change.get();
        });
    }

    /** The zone of each host that an aggregate gives one. */
    public Map<String, String> zones() {
        return api.zones().all().stream().collect(Collectors.toMap(ZoneRow::host, ZoneRow::zone, (one, other) -> one));
    }
}
