package io.cellplane.activities.cell.reports;

import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What runs on the hosts, written to the servers' records. A guest without one is named, and left alone. */
final class Guests {
    private static final int LOOKED_AT = 100;

    private final Supplier<CellDatabase> cell;
    private final Refusals refusals;
    private final Map<String, GuestPowers> waiting = new ConcurrentHashMap<>();
    private final Map<String, Map<UUID, PowerState>> written = new ConcurrentHashMap<>();
    private final Map<String, Set<UUID>> strangers = new ConcurrentHashMap<>();

    Guests(Supplier<CellDatabase> cell, Refusals refusals) {
        this.cell = cell;
        this.refusals = refusals;
    }

    /** Kept until it can be written; an older one of the same boot is dropped. */
    void heard(String host, GuestPowers report) {
        waiting.merge(
                host,
                report,
                (known, news) ->
                        known.bootId().equals(news.bootId()) && known.sequence() > news.sequence() ? known : news);
    }

    /** Writes what the host said last. */
    void write(String host, Speakers speakers) {
        GuestPowers report = waiting.get(host);
        if (report == null || !speakers.isKnown(host, report.bootId())) {
            return;
        }
        CellDatabase database = cell.get();
        Set<UUID> placed = Set.copyOf(database.servers().placedOn(host));
        Map<UUID, PowerState> before = written.getOrDefault(host, Map.of());
        Map<UUID, PowerState> now = new HashMap<>();
        Set<UUID> rest = new HashSet<>();
        report.guests().forEach((server, power) -> {
            if (power == null || !placed.contains(server)) {
                return;
            }
            if (power == before.get(server)
                    || database.servers().power(server, host, power.code(), report.bootId(), report.sequence()) == 1) {
                now.put(server, power);
            } else {
                rest.add(server);
            }
        });
        written.put(host, now);
        nameStrangers(database, host, report.guests().keySet(), placed);
        // While an operation has a record, what its guest does by itself waits: the host says it only once.
        if (rest.isEmpty() || Collections.disjoint(rest, database.servers().busyOn(host))) {
            waiting.remove(host, report);
        }
    }

    /** Of those that were not named before; how many there are is the host's word, so only a few are looked at. */
    private void nameStrangers(CellDatabase database, String host, Set<UUID> reported, Set<UUID> placed) {
        Set<UUID> unknown = new HashSet<>(reported);
        unknown.removeAll(placed);
        Set<UUID> before = strangers.getOrDefault(host, Set.of());
        List<UUID> fresh =
                unknown.stream().filter(guest -> !before.contains(guest)).toList();
        strangers.put(host, unknown);
        if (fresh.isEmpty()) {
            return;
        }
        List<UUID> looked = fresh.stream().limit(LOOKED_AT).toList();
        Set<UUID> belong = database.servers().findAll(looked).stream()
                .filter(row -> belongs(row, host))
                .map(ServerRow::uuid)
                .collect(Collectors.toSet());
        List<UUID> named =
                looked.stream().filter(guest -> !belong.contains(guest)).toList();
        if (!named.isEmpty()) {
            refusals.refuse(
                    host,
                    Refusals.Why.STRANGERS,
                    "no record places these guests there, of " + fresh.size() + " new ones; they are left alone: "
                            + named);
        }
    }

    private static boolean belongs(ServerRow row, String host) {
        return !row.deleted() && (host.equals(row.host()) || row.operation() != null || row.moveState() != null);
    }

    /** What was written may have been changed by another process meanwhile. */
    void takeOver() {
        written.clear();
    }
}
