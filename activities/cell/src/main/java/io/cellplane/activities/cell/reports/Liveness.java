package io.cellplane.activities.cell.reports;

import io.cellplane.contracts.Patience;
import io.cellplane.db.control.HostStateRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who was heard when, in memory. Silence counts only from taking the reports over, and the silence of many hosts at once
 * is one fault, not theirs: then they are unknown, not down.
 */
final class Liveness {
    private static final double MASS = 0.2;
    private static final int FEW = 2;

    private final Patience patience;
    private final Map<String, Instant> heard = new HashMap<>();
    private Instant since;

    Liveness(Patience patience, Instant since) {
        this.patience = patience;
        this.since = since;
    }

    /** @return true when the host had not been heard before */
    synchronized boolean heard(String host, Instant at) {
        return heard.put(host, at) == null;
    }

    /** Nobody could be heard until now, so silence counts from here. */
    synchronized void resume(Instant now) {
        since = now;
    }

    /** The state that each known host should have now. */
    synchronized Map<String, String> judge(List<HostStateRow> known, Instant now) {
        Map<String, String> states = new HashMap<>();
        Instant silent = now.minus(patience.hosts().silent());
        Instant hushed = now.minus(patience.hosts().silent().dividedBy(2));
        long quiet = 0;
        for (HostStateRow row : known) {
            Instant spoke = heard.getOrDefault(row.host(), Instant.MIN);
            Instant last = spoke.isAfter(since) ? spoke : since;
            if (spoke.isAfter(silent)) {
                states.put(row.host(), HostStateRow.UP);
            } else {
                // Who was not heard yet since the reports were taken over is what it was before.
                states.put(row.host(), last.isAfter(silent) ? row.state() : HostStateRow.DOWN);
            }
            // Hosts speak at different moments: when the first is down, the others of its fault are only quiet.
            if (!last.isAfter(hushed) && wasUp(row, silent)) {
                quiet++;
            }
        }
        if (quiet > FEW && quiet > known.size() * MASS) {
            known.stream()
                    .filter(row -> HostStateRow.DOWN.equals(states.get(row.host())))
                    .forEach(row -> states.put(row.host(), HostStateRow.UNKNOWN));
        }
        // A host that became unknown in a mass silence stays so until it is heard.
        known.stream()
                .filter(row ->
                        row.state().equals(HostStateRow.UNKNOWN) && HostStateRow.DOWN.equals(states.get(row.host())))
                .forEach(row -> states.put(row.host(), HostStateRow.UNKNOWN));
        return states;
    }

    /** Whose silence may belong to the same fault: it is up, or became unknown a moment ago. */
    private static boolean wasUp(HostStateRow row, Instant lately) {
        return row.state().equals(HostStateRow.UP)
                || (row.state().equals(HostStateRow.UNKNOWN) && row.since().isAfter(lately));
    }
}
