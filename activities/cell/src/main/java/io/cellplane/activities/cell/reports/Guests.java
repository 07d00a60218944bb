package io.cellplane.activities.cell.reports;

import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs on the hosts, written to the servers' records. A guest without one is named, and left alone. */
final class Guests {
    private static final Logger LOG = LoggerFactory.getLogger(Guests.class);

    private final Supplier<CellDatabase> cell;
    private final Map<String, GuestPowers> waiting = new ConcurrentHashMap<>();
    private final Map<String, Map<UUID, PowerState>> written = new ConcurrentHashMap<>();
    private final Map<String, Set<UUID>> strangers = new ConcurrentHashMap<>();

    Guests(Supplier<CellDatabase> cell) {
        this.cell = cell;
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
        Map<UUID, PowerState> before = written.getOrDefault(host, Map.of());
        Map<UUID, PowerState> now = new HashMap<>();
        report.guests().forEach((server, power) -> {
            if (power == before.get(server)
                    || database.servers().power(server, host, power.code(), report.bootId(), report.sequence()) == 1) {
                now.put(server, power);
            }
        });
        written.put(host, now);
        Set<UUID> rest = new HashSet<>(report.guests().keySet());
        rest.removeAll(now.keySet());
        List<ServerRow> records =
                rest.isEmpty() ? List.of() : database.servers().findAll(List.copyOf(rest));
        records.stream().filter(row -> belongs(row, host)).forEach(row -> rest.remove(row.uuid()));
        nameStrangers(host, rest);
        // While an operation has a record, what its guest does by itself waits: the host says it only once.
        if (records.stream().noneMatch(row -> row.operation() != null && host.equals(row.host()))) {
            waiting.remove(host, report);
        }
    }

    private void nameStrangers(String host, Set<UUID> unknown) {
        Set<UUID> before = strangers.getOrDefault(host, Set.of());
        unknown.stream()
                .filter(guest -> !before.contains(guest))
                .forEach(
                        guest -> LOG.warn("host {} has guest {} that no record places there: left alone", host, guest));
        strangers.put(host, unknown);
    }

    private static boolean belongs(ServerRow row, String host) {
        return !row.deleted() && (host.equals(row.host()) || row.operation() != null || row.moveState() != null);
    }

    /** What was written may have been changed by another process meanwhile. */
    void takeOver() {
        written.clear();
    }
}
