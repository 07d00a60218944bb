package io.cellplane.activities.control.placement;

import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.TooSlow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What traits hosts have, as their cells know it: asked when somebody wants to know, of all hosts of a cell at once, and believed
 * for a while. They change when an agent or a processor does; a cell that does not answer now has said before what they are.
 */
final class HostTraits {
    private static final Logger LOG = LoggerFactory.getLogger(HostTraits.class);
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final CellDatabases cells;
    private final Clock clock;
    private final Map<String, Said> said = new ConcurrentHashMap<>();

    /** @param hosts by their names; one that is not there has none */
    private record Said(Instant at, Map<String, Set<String>> hosts) {}

    HostTraits(CellDatabases cells, Clock clock) {
        this.cells = cells;
        this.clock = clock;
    }

    /** Empty where its cell has never said. */
    Optional<Set<String>> of(HostView host) {
        Said known = said.get(host.cell());
        if (known == null || !clock.instant().isBefore(known.at().plus(FRESH))) {
            ask(host.cell());
        }
        return Optional.ofNullable(said.get(host.cell())).map(now -> now.hosts().getOrDefault(host.host(), Set.of()));
    }

    /** Holds nobody who asks for another cell. */
    private void ask(String cell) {
        if (cells.row(cell).isEmpty()) {
            return;
        }
        try {
            Map<String, Set<String>> hosts = new HashMap<>();
            cells.read(cell, database -> database.computeNodes().traits())
                    .forEach(row ->
                            hosts.put(row.host(), Set.copyOf(Arrays.asList(Json.read(row.traits(), String[].class)))));
            said.put(cell, new Said(clock.instant(), hosts));
        } catch (CellAway | TooSlow away) {
            LOG.debug("of the hosts of {} holds what it said before: {}", cell, away.getMessage());
        }
    }
}
