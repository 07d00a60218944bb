package io.cellplane.api.ask;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusAway;
import io.cellplane.bus.NatsBus;
import io.cellplane.bus.NatsSettings;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.CellRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to the bus that the registry names for a cell, when it is first needed, and keeps the connection until it names another. */
final class RegistryBuses implements CellBuses, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryBuses.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final CellDatabases cells;
    private final Function<String, Bus> connect;
    private final Map<String, Connected> open = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    private record Connected(String url, Bus bus) {}

    /** @param passwordFile null where the servers ask for no identity */
    RegistryBuses(CellDatabases cells, String process, String user, @Nullable Path passwordFile) {
        this(
                cells,
                url -> NatsBus.connect(new NatsSettings(
                        url,
                        process,
                        "_INBOX." + process,
                        passwordFile == null ? null : user,
                        passwordFile,
                        null,
                        CONNECT)));
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
        lock.lock();
        try {
            Connected known = open.get(cell);
            if (known != null && known.url().equals(url)) {
                return Optional.of(known.bus());
            }
            Connected fresh = new Connected(url, connect.apply(url));
            open.put(cell, fresh);
            if (known != null) {
                known.bus().close();
            }
            return Optional.of(fresh.bus());
        } catch (BusAway e) {
            LOG.info("the bus of cell {} is away: {}", cell, e.getMessage());
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open.values().forEach(each -> each.bus().close());
            open.clear();
        } finally {
            lock.unlock();
        }
    }
}
