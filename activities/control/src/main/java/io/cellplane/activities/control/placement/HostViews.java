package io.cellplane.activities.control.placement;

import io.cellplane.db.control.AggregateHostRows;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.HostViewRow;
import io.cellplane.db.control.ZoneRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All hosts in memory, good enough to choose by; the claim checks what must be exact. Every second the sequences of all
 * hosts are compared and what has changed is read again. Of a cell that nobody judges all hosts count as down.
 */
public final class HostViews {
    private static final Duration FRESH = Duration.ofSeconds(1);
    /** Less than any sequence. */
    private static final long READ_AGAIN = -1;

    public static final String DEFAULT_ZONE = "nova";

    /** The metadata of an aggregate that weighs its hosts' cells; of several the least counts. */
    private static final String CROSS_CELL_WEIGHT = "cross_cell_move_weight_multiplier";

    private final ApiDatabase api;
    private final AggregateHostRows aggregates;
    private final Map<UUID, HostView> views = new ConcurrentHashMap<>();
    private volatile Set<String> silent = Set.of();
    private Instant readAt = Instant.EPOCH;

    public HostViews(ApiDatabase api) {
        this.api = api;
        this.aggregates = api.database().rows(AggregateHostRows.class);
    }

    synchronized Collection<HostView> current() {
        if (api.clock().instant().isAfter(readAt.plus(FRESH))) {
            refresh();
        }
        return silent.isEmpty()
                ? List.copyOf(views.values())
                : views.values().stream().map(this::asItsCell).toList();
    }

    /** As the hosts were last reported, whether their cells and buses answer now or not. */
    synchronized Collection<HostView> reported() {
        return views.values().stream().map(HostView::heard).toList();
    }

    synchronized void refresh() {
        readAt = api.clock().instant();
        silent = Set.copyOf(api.cells().silentSince(readAt.minus(CellRow.SILENT)));
        Map<UUID, Long> sequences = new HashMap<>();
        api.providers().changes().forEach(change -> sequences.put(change.uuid(), change.sequence()));
        views.keySet().retainAll(sequences.keySet());
        List<UUID> changed = sequences.entrySet().stream()
                .filter(entry -> {
                    HostView known = views.get(entry.getKey());
                    return known == null || known.sequence() != entry.getValue();
                })
                .map(Map.Entry::getKey)
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        Map<String, String> zones = new HashMap<>();
        api.zones().all().forEach(zone -> zones.put(zone.host(), zone.zone()));
        Map<String, Double> weights = new HashMap<>();
        aggregates.values(CROSS_CELL_WEIGHT).forEach(row -> weights.merge(row.host(), number(row.value()), Math::min));
        Map<UUID, List<HostViewRow>> rows = new HashMap<>();
        api.providers()
                .views(changed)
                .forEach(row -> rows.computeIfAbsent(row.uuid(), uuid -> new ArrayList<>())
                        .add(row));
        rows.forEach((uuid, classes) -> views.put(
                uuid,
                view(
                        classes,
                        zones.getOrDefault(classes.getFirst().host(), DEFAULT_ZONE),
                        weights.getOrDefault(classes.getFirst().host(), HostView.CROSS_CELL_WEIGHT),
                        sequences.getOrDefault(uuid, 0L))));
    }

    /**
     * A claim was made on it: until the next refresh, which reads it again in any case, it has so much less. A refresh
     * may have counted the claim before this is told.
     */
    synchronized void taken(UUID provider, Map<String, Integer> resources) {
        views.computeIfPresent(provider, (uuid, view) -> {
            Map<String, HostView.Room> rooms = new HashMap<>(view.rooms());
            resources.forEach((resourceClass, amount) -> rooms.computeIfPresent(
                    resourceClass,
                    (name, room) -> new HostView.Room(
                            room.total(), room.reserved(), room.maxUnit(), room.ratio(), room.used() + amount)));
            return new HostView(
                    view.provider(),
                    view.host(),
                    view.cell(),
                    READ_AGAIN,
                    view.enabled(),
                    view.up(),
                    view.unknown(),
                    view.zone(),
                    view.crossCellWeight(),
                    rooms);
        });
    }

    /** The host was found to be otherwise than it was seen: whoever chooses next must not choose it for the same reason. */
    synchronized void found(HostView exact) {
        views.computeIfPresent(exact.provider(), (uuid, view) -> exact);
    }

    /** The host as it is in the database now, inside the transaction that has locked it. */
    HostView exact(UUID provider) {
        List<HostViewRow> rows = api.providers().views(List.of(provider));
        if (rows.isEmpty()) {
            return new HostView(provider, "", "", READ_AGAIN, false, false, false, DEFAULT_ZONE, 0, Map.of());
        }
        String zone =
                api.zones().find(rows.getFirst().host()).map(ZoneRow::zone).orElse(DEFAULT_ZONE);
        return asItsCell(view(rows, zone, HostView.CROSS_CELL_WEIGHT, READ_AGAIN));
    }

    private HostView asItsCell(HostView view) {
        return silent.contains(view.cell()) ? view.down() : view;
    }

    /** An aggregate's metadata are anybody's words; what is no number does not count. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return HostView.CROSS_CELL_WEIGHT;
        }
    }

    private static HostView view(List<HostViewRow> rows, String zone, double crossCellWeight, long sequence) {
        HostViewRow first = rows.getFirst();
        Map<String, HostView.Room> rooms = new HashMap<>();
        rows.forEach(row -> rooms.put(
                row.resourceClass(),
                new HostView.Room(row.total(), row.reserved(), row.maxUnit(), row.allocationRatio(), row.used())));
        return new HostView(
                first.uuid(),
                first.host(),
                first.cell(),
                sequence,
                !first.disabled() && !first.cellDisabled(),
                first.state().equals(HostStateRow.UP) && !first.forcedDown(),
                first.state().equals(HostStateRow.UNKNOWN) && !first.forcedDown(),
                zone,
                crossCellWeight,
                rooms);
    }
}
