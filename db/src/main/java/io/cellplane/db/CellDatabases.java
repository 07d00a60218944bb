package io.cellplane.db;

import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.CellRow;
import io.cellplane.db.cell.CellDatabase;
import io.micronaut.data.connection.exceptions.NoConnectionException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The databases of all cells in the registry, opened at first use and again when the registry says that one has moved.
 * Each cell has two pools, so that a slow step cannot starve readers: reads are given up soon, steps are patient.
 */
public final class CellDatabases implements AutoCloseable {
    private static final Duration REGISTRY_EVERY = Duration.ofSeconds(1);

    private final ApiDatabase api;
    private final Secrets secrets;
    private final Duration readWithin;
    private final Map<String, Cell> open = new ConcurrentHashMap<>();
    private volatile Map<String, CellRow> registry = Map.of();
    private volatile Instant registryAt = Instant.EPOCH;

    public CellDatabases(ApiDatabase api, Secrets secrets, Duration readWithin) {
        this.api = api;
        this.secrets = secrets;
        this.readWithin = readWithin;
    }

    private record Cell(long version, Breaker breaker, CellDatabase reads, CellDatabase steps)
            implements AutoCloseable {
        @Override
        public void close() {
            reads.close();
            steps.close();
        }
    }

    /** The names of all cells, cell0 included, in order. */
    public List<String> names() {
        return registry().keySet().stream().sorted().toList();
    }

    public Optional<CellRow> row(String cell) {
        return Optional.ofNullable(registry().get(cell));
    }

    /**
     * Reads from a cell.
     *
     * @throws CellAway if it does not answer, at once while its breaker is open
     */
    public <T> T read(String cell, Function<CellDatabase, T> work) {
        Cell opened = opened(cell);
        if (!opened.breaker().mayTry()) {
            throw new CellAway(cell, new IllegalStateException("its breaker is open"));
        }
        try {
            T answer = opened.reads().database().read(() -> work.apply(opened.reads()));
            opened.breaker().succeeded();
            return answer;
        } catch (RuntimeException e) {
            if (isAway(e)) {
                opened.breaker().failed();
                throw new CellAway(cell, e);
            }
            throw e;
        }
    }

    /** Whether the cell was found not to answer; a probe is made from time to time by those who ask all the same. */
    public boolean isAway(String cell) {
        return opened(cell).breaker().isOpen();
    }

    /** The cell's database for steps: patient, without a breaker, since a step waits for its cell. */
    public CellDatabase steps(String cell) {
        return opened(cell).steps();
    }

    private Cell opened(String cell) {
        CellRow row = registry().get(cell);
        if (row == null) {
            throw new IllegalArgumentException("no cell is named " + cell);
        }
        return open.compute(cell, (name, known) -> {
            if (known != null && known.version() == row.version()) {
                return known;
            }
            if (known != null) {
                known.close();
            }
            return open(row);
        });
    }

    private Cell open(CellRow row) {
        DatabaseSettings settings =
                new DatabaseSettings(row.databaseUrl(), row.databaseUser(), secrets.decrypt(row.databasePassword()));
        return new Cell(
                row.version(),
                new Breaker(api.clock()),
                CellDatabase.open(row.name(), settings.withPool(8).withAnswerWithin(readWithin), api.clock()),
                CellDatabase.open(row.name(), settings, api.clock()));
    }

    private Map<String, CellRow> registry() {
        Instant now = api.clock().instant();
        if (now.isAfter(registryAt.plus(REGISTRY_EVERY))) {
            Map<String, CellRow> fresh = new ConcurrentHashMap<>();
            api.cells().all().forEach(row -> fresh.put(row.name(), row));
            registry = fresh;
            // Last: whoever asks beside us must not find it empty.
            registryAt = now;
        }
        return registry;
    }

    /** Whether a failure means that the database does not answer, not that it refused the statement. */
    public static boolean isAway(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("HYT"))) {
                return true;
            }
            if (cause instanceof java.sql.SQLTransientConnectionException
                    || cause instanceof java.sql.SQLRecoverableException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        open.values().forEach(Cell::close);
        open.clear();
    }
}
