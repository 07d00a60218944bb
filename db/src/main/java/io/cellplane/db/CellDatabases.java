package io.cellplane.db;

import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.micronaut.data.connection.exceptions.NoConnectionException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The databases of all cells in the registry, opened at first use and again when the registry says that one has moved.
 * Each cell has two pools, so that a slow step cannot starve readers: reads are given up soon, steps are patient. A cell
 * at whose address a database is that is not its own, or whose schema is older than this build needs, is away until that
 * was mended.
 */
public final class CellDatabases implements AutoCloseable {
    private static final Duration REGISTRY_EVERY = Duration.ofSeconds(1);
    private static final Duration READ_CONNECT = Duration.ofSeconds(1);
    private static final Duration STEP_CONNECT = Duration.ofSeconds(30);
    private static final int READERS = 8;
    /** So many of them one project's lists may take at once. */
    private static final int SHARE = 2;

    private final ApiDatabase api;
    private final CellRegistry cells;
    private final Duration readWithin;
    private final Duration stepConnect;
    private final Map<String, Cell> open = new ConcurrentHashMap<>();
    private final Set<Cell> retired = ConcurrentHashMap.newKeySet();
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Map<String, CellRow> registry;
    private volatile Instant registryAt = Instant.EPOCH;

    public CellDatabases(ApiDatabase api, Secrets secrets, Duration readWithin) {
        this(api, secrets, readWithin, STEP_CONNECT);
    }

    /** @param stepConnect how long a step waits for a connection before it fails, to be tried again */
    public CellDatabases(ApiDatabase api, Secrets secrets, Duration readWithin, Duration stepConnect) {
        this.api = api;
        this.cells = new CellRegistry(api, secrets);
        this.readWithin = readWithin;
        this.stepConnect = stepConnect;
    }

    /** @param at what the row says in the clear */
    private record Cell(
            CellRow row,
            DatabaseSettings at,
            Breaker breaker,
            Readers readers,
            Fitness fitness,
            CellDatabase reads,
            CellDatabase steps)
            implements AutoCloseable {
        boolean isAsIn(CellRow now) {
            return row.version() == now.version() && Arrays.equals(row.databasePassword(), now.databasePassword());
        }

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
     * @throws CellAway if it does not answer, at once while its breaker is open; if it is not to be worked with; or if
     *     all its readers are at work
     * @throws TooSlow if its database has ended a statement
     */
    public <T> T read(String cell, Function<CellDatabase, T> work) {
        return read(asked(cell), READ_CONNECT, work);
    }

    /**
     * The same for somebody who may ask for much work: others of the same project are waited for.
     *
     * @param project whose share of the readers it takes
     * @param within how long it waits for a reader
     * @throws TooSlow also if the project's share was in use all the time
     */
    public <T> T read(String cell, String project, Duration within, Function<CellDatabase, T> work) {
        Cell opened = asked(cell);
        if (!opened.readers().enterAs(project, within)) {
            throw new TooSlow("the project has as many lists under way in cell " + cell + " as it may");
        }
        try {
            return read(opened, within, work);
        } finally {
            opened.readers().leaveAs(project);
        }
    }

    private Cell asked(String cell) {
        Cell opened = opened(cell);
        if (!opened.breaker().mayTry()) {
            throw new CellAway(cell, new IllegalStateException("its breaker is open"));
        }
        return opened;
    }

    private <T> T read(Cell cell, Duration within, Function<CellDatabase, T> work) {
        if (!cell.readers().enter(within)) {
            // Says nothing of the database: whoever reads finds out whether it answers.
            throw new CellAway(cell.row().name(), new IllegalStateException("all its readers are at work"));
        }
        try {
            cell.fitness().look(cell.row(), cell.reads().database(), api.clock().instant());
            T answer = cell.reads().database().read(() -> work.apply(cell.reads()));
            cell.breaker().succeeded();
            return answer;
        } catch (RuntimeException e) {
            if (e instanceof CellAway unfit) {
                cell.breaker().failed();
                throw unfit;
            }
            if (isAway(e)) {
                cell.fitness().forget();
                cell.breaker().failed();
                throw new CellAway(cell.row().name(), e);
            }
            cell.breaker().succeeded(); // it has answered, whatever it said
            throw e;
        } finally {
            cell.readers().leave();
        }
    }

    /**
     * Asks whether the cell answers, for who would else wait for it with what others need.
     *
     * @throws CellAway if it does not, soon or at once
     */
    public void probe(String cell) {
        read(cell, database -> database.leases().find("reports"));
    }

    /**
     * Looks again whether what answers is the cell's own: for who works there, and does not read.
     *
     * @throws CellAway if it is not, or does not answer
     */
    public void lookAgain(String cell) {
        opened(cell).fitness().forget();
        probe(cell);
    }

    /** Whether what answered last at the cell's address is not to be worked with. */
    public boolean isUnfit(String cell) {
        Cell known = open.get(cell);
        return known != null && known.fitness().isUnfit();
    }

    /** Whether the cell was found not to answer; a probe is made from time to time by those who ask all the same. */
    public boolean isAway(String cell) {
        Cell known = open.get(cell);
        return known != null && known.breaker().isOpen();
    }

    /** 1 for each cell that was found not to answer, 0 for the others that were asked so far; by the cell's name. */
    public Map<List<String>, Integer> breakers() {
        return open.values().stream()
                .collect(Collectors.toMap(
                        cell -> List.of(cell.row().name()),
                        cell -> cell.breaker().isOpen() ? 1 : 0));
    }

    /**
     * The cell's database for steps: patient, without a breaker, since a step waits for its cell.
     *
     * @throws CellAway if it is not to be worked with
     */
    public CellDatabase of(String cell) {
        Cell opened = opened(cell);
        if (!opened.fitness().isFit(opened.row())) {
            try {
                probe(cell);
            } catch (CellAway away) {
                if (opened.fitness().isUnfit()) {
                    throw away;
                }
            }
        }
        return opened.steps();
    }

    private Cell opened(String cell) {
        CellRow row = registry().get(cell);
        if (row == null) {
            throw new IllegalArgumentException("no cell is named " + cell);
        }
        Cell known = open.get(cell);
        return known != null && known.isAsIn(row) ? known : reopened(row);
    }

    private Cell reopened(CellRow row) {
        DatabaseSettings settings = settings(row);
        return open.compute(row.name(), (name, known) -> {
            if (known != null && known.at().equals(settings)) {
                return new Cell(
                        row, settings, known.breaker(), known.readers(), known.fitness(), known.reads(), known.steps());
            }
            if (known != null) {
                retire(known);
            }
            return new Cell(
                    row,
                    settings,
                    new Breaker(api.clock()),
                    new Readers(READERS, SHARE),
                    new Fitness(),
                    CellDatabase.open(name, reads(settings).called(name + "-reads"), api.clock()),
                    CellDatabase.open(name, settings.called(name + "-steps"), api.clock()));
        });
    }

    private DatabaseSettings reads(DatabaseSettings settings) {
        return settings.withPool(READERS)
                .within(READ_CONNECT, readWithin)
                .endingStatementsAfter(StatementTime.before(readWithin));
    }

    private DatabaseSettings settings(CellRow row) {
        DatabaseSettings at = cells.settings(row);
        return at.within(stepConnect, at.answerWithin());
    }

    /** Those who are at work there come to an end first; a pool that nobody uses holds no connection meanwhile. */
    private void retire(Cell moved) {
        retired.add(moved);
        Thread.ofVirtual().name("retired-cell").start(() -> {
            try {
                Thread.sleep(moved.at().answerWithin());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (retired.remove(moved)) {
                moved.close();
            }
        });
    }

    /** One caller reads it again while the others go on with what is known; where nothing is known they wait. */
    private Map<String, CellRow> registry() {
        Map<String, CellRow> known = registry;
        if (known != null && isFresh()) {
            return known;
        }
        if (known == null) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return known;
        }
        try {
            Map<String, CellRow> meanwhile = registry;
            return meanwhile != null && isFresh() ? meanwhile : readAgain();
        } finally {
            reading.unlock();
        }
    }

    private boolean isFresh() {
        return !api.clock().instant().isAfter(registryAt.plus(REGISTRY_EVERY));
    }

    private Map<String, CellRow> readAgain() {
        Instant now = api.clock().instant();
        Map<String, CellRow> fresh = new HashMap<>();
        api.cells().all().forEach(row -> fresh.put(row.name(), row));
        registryAt = now;
        registry = fresh;
        for (String name : List.copyOf(open.keySet())) {
            Cell gone = fresh.containsKey(name) ? null : open.remove(name);
            if (gone != null) {
                retire(gone);
            }
        }
        return fresh;
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
        List.copyOf(retired).forEach(Cell::close);
        retired.clear();
    }
}
