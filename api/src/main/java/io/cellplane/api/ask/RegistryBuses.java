package io.cellplane.api.ask;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.CellRow;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to the bus that the registry names for a cell, when it is first needed, and keeps the connection until it names another. */
final class RegistryBuses implements CellBuses, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryBuses.class);

    private final CellDatabases cells;
    private final Function<String, Bus> connect;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** To one cell: who waits for a server that does not answer keeps nobody from another cell's. */
    private static final class Line {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable String url;
        private @Nullable Bus bus;
    }

    /** @param connect to an address */
    RegistryBuses(CellDatabases cells, Function<String, Bus> connect) {
        this.cells = cells;
        this.connect = connect;
    }

    @Override
    public Optional<Bus> of(String cell) {
        return cells.row(cell).map(CellRow::busUrl).flatMap(url -> connected(cell, url));
    }

    private Optional<Bus> connected(String cell, String url) {
        Line line = lines.computeIfAbsent(cell, _ -> new Line());
        line.lock.lock();
        try {
            if (!url.equals(line.url)) {
                Bus fresh = connect.apply(url);
                Bus former = line.bus;
                line.bus = fresh;
                line.url = url;
                if (former != null) {
                    former.close();
                }
            }
            return Optional.ofNullable(line.bus);
        } catch (BusAway e) {
            LOG.info("the bus of cell {} is away: {}", cell, e.getMessage());
            return Optional.empty();
        } finally {
            line.lock.unlock();
        }
    }

    @Override
    public void close() {
        lines.values().forEach(line -> {
            line.lock.lock();
            try {
                if (line.bus != null) {
                    line.bus.close();
                }
            } finally {
                line.lock.unlock();
            }
        });
        lines.clear();
    }
}
