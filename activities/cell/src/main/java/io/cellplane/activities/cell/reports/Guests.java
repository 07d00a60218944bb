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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs on the hosts, written to the servers' records. A guest without one is named, and left alone. */
final class Guests {
    private static final Logger LOG = LoggerFactory.getLogger(Guests.class);

    private final CellDatabase cell;
    private final Map<String, GuestPowers> waiting = new ConcurrentHashMap<>();
    private final Map<String, Map<UUID, PowerState>> written = new ConcurrentHashMap<>();
    private final Map<String, Set<UUID>> strangers = new ConcurrentHashMap<>();

    Guests(CellDatabase cell) {
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
        Map<UUID, PowerState> before = written.getOrDefault(host, Map.of());
        Map<UUID, PowerState> now = new HashMap<>();
        report.guests().forEach((server, power) -> {
            if (power == before.get(server)
                    || cell.servers().power(server, host, power.code(), report.bootId(), report.sequence()) == 1) {
                now.put(server, power);
            }
        });
        written.put(host, now);
        nameStrangers(host, report, now.keySet());
        waiting.remove(host, report);
    }

    private void nameStrangers(String host, GuestPowers report, Set<UUID> known) {
        Set<UUID> unknown = new HashSet<>(report.guests().keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            cell.servers().findAll(List.copyOf(unknown)).stream()
                    .filter(row -> belongs(row, host))
                    .forEach(row -> unknown.remove(row.uuid()));
        }
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
