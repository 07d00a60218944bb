package io.cellplane.db;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.Metrics;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One database: a small Micronaut context of its own with one pool and the repositories bound to it, so that cells can
 * come and go at run time (see {@code docs/decisions}). Opening it opens no connection.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int TRIES = 8;
    /** Incorrect string value; check constraint violated (MySQL, MariaDB). */
    private static final Set<Integer> UNCLASSED_REFUSALS = Set.of(1366, 3819, 4025);

    private final ApplicationContext context;
    private final TransactionOperations<Connection> transactions;
    private final DatabaseSettings settings;

    private Database(ApplicationContext context, DatabaseSettings settings) {
        this.context = context;
        this.transactions = transactionsOf(context);
        this.settings = settings;
    }

    @SuppressWarnings("unchecked") // the context has one data source, so this is the only one of its kind
    private static TransactionOperations<Connection> transactionsOf(ApplicationContext context) {
        return (TransactionOperations<Connection>) context.getBean(TransactionOperations.class);
    }

    public static Database open(DatabaseSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        String source = "datasources.default.";
        properties.put(source + "url", settings.url());
        properties.put(source + "username", settings.user());
        properties.put(source + "password", settings.password());
        properties.put(source + "driver-class-name", "com.mysql.cj.jdbc.Driver");
        properties.put(source + "dialect", "MYSQL");
        properties.put(source + "maximum-pool-size", settings.pool());
        properties.put(source + "minimum-idle", 0);
        properties.put(source + "idle-timeout", 60_000);
        properties.put(source + "initialization-fail-timeout", -1);
        properties.put(source + "pool-name", settings.label());
        // A connection that lies idle is tried before it is given out: no longer than the caller would wait for one.
        properties.put(
                source + "validation-timeout",
                Math.clamp(settings.connectWithin().toMillis(), 250, 5_000));
        properties.put(
                source + "connection-timeout",
                Math.max(250, settings.connectWithin().toMillis()));
        properties.put(source + "transaction-isolation", "TRANSACTION_READ_COMMITTED");
        String driver = source + "data-source-properties.";
        properties.put(driver + "connectionTimeZone", "UTC");
        properties.put(driver + "forceConnectionTimeZoneToSession", "true");
        properties.put(
                driver + "connectTimeout",
                String.valueOf(Math.min(2000, settings.connectWithin().toMillis())));
        properties.put(
                driver + "socketTimeout", String.valueOf(settings.answerWithin().toMillis()));
        properties.put(driver + "useAffectedRows", "false");
        properties.put(driver + "useSSL", "false");
        properties.put(driver + "allowPublicKeyRetrieval", "true");
        // Fewer round trips: what the session was last set to is remembered, not asked.
        properties.put(driver + "useLocalSessionState", "true");
        properties.put(driver + "useLocalTransactionState", "true");
        properties.put(driver + "cacheServerConfiguration", "true");
        properties.put(driver + "cachePrepStmts", "true");
        properties.put(driver + "rewriteBatchedStatements", "true");
        if (settings.statementWithin() != null) {
            properties.put(source + "connection-init-sql", StatementTime.ofSession(settings.statementWithin()));
        }
        properties.put("micronaut.config-client.enabled", false);
        ApplicationContext context = ApplicationContext.builder()
                .properties(properties)
                .environmentPropertySource(false)
                .deduceEnvironment(false)
                .bootstrapEnvironment(false)
                .banner(false)
                .start();
        measure(context);
        return new Database(context, settings);
    }

    /** The pool's own figures, under its name. */
    private static void measure(ApplicationContext context) {
        DataSource source = DelegatingDataSource.unwrapDataSource(context.getBean(DataSource.class));
        if (source instanceof HikariDataSource pool) {
            pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(Metrics.globalRegistry));
        }
    }

    /** The typed collection of rows of that type, bound to this database. */
    public <R> R rows(Class<R> repository) {
        return context.getBean(repository);
    }

    public DatabaseSettings settings() {
        return settings;
    }

    /**
     * Runs the work in one READ COMMITTED transaction. Deadlocks and lock waits are tried again here and nowhere else,
     * so the work must have no effect outside the database. Inside another transaction of this database it joins it.
     */
    public <T extends @Nullable Object> T write(Supplier<T> work) {
        if (transactions.findTransactionStatus().isPresent()) {
            return work.get();
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.executeWrite(status -> work.get());
            } catch (RuntimeException e) {
                if (attempt == TRIES || !isContention(e)) {
                    throw e;
                }
                LOG.debug("contention, attempt {}: {}", attempt, e.getMessage());
                pause(ThreadLocalRandom.current().nextInt(2, 5 * attempt + 3));
            }
        }
    }

    /** Whether this thread is inside a transaction of this database. */
    boolean isInTransaction() {
        return transactions.findTransactionStatus().isPresent();
    }

    /** Runs the work in one transaction, see {@link #write(Supplier)}. */
    public void run(Runnable work) {
        write(() -> {
            work.run();
            return true;
        });
    }

    /**
     * Several reads on one connection.
     *
     * @throws TooSlow if the server has ended one of them since it took too long
     */
    public <T extends @Nullable Object> T read(Supplier<T> work) {
        if (transactions.findTransactionStatus().isPresent()) {
            return work.get();
        }
        try {
            return transactions.executeRead(status -> work.get());
        } catch (RuntimeException e) {
            throw StatementTime.isOver(e) ? new TooSlow(e) : e;
        }
    }

    /** The number of the last migration that it has had. */
    int schema() {
        return transactions.executeRead(status -> {
            try {
                return Schema.of(status.getConnection());
            } catch (SQLException e) {
                throw new IllegalStateException(settings + " does not tell its schema", e);
            }
        });
    }

    /** The cell that it says it is of; empty where nobody has claimed it. */
    Optional<CellIdentity> identity() {
        return transactions.executeRead(status -> {
            try {
                return CellIdentity.in(status.getConnection());
            } catch (SQLException e) {
                throw new IllegalStateException(settings + " does not tell whose it is", e);
            }
        });
    }

    /** Makes it that cell's, where it is nobody's. @return whose it is */
    CellIdentity claim(CellIdentity cell, Instant now) {
        return transactions.executeWrite(status -> {
            try {
                return cell.claim(status.getConnection(), now);
            } catch (SQLException e) {
                throw new IllegalStateException(settings + " does not become that of cell " + cell, e);
            }
        });
    }

    /** Whether it answers now; one that hangs is waited for as its settings say. */
    public boolean answers() {
        try {
            return transactions.executeRead(status -> {
                try {
                    return status.getConnection().isValid(1);
                } catch (SQLException e) {
                    return false;
                }
            });
        } catch (RuntimeException e) {
            LOG.debug("{} does not answer: {}", settings, e.toString());
            return false;
        }
    }

    /** Deadlock, lock wait timeout, or (MariaDB 11.6 and later) a snapshot that has moved on. */
    private static boolean isContention(Throwable thrown) {
        return ServerCodes.any(thrown, code -> code == 1213 || code == 1205 || code == 1020);
    }

    /**
     * Whether the database has refused the data, and will refuse them however often they come: too long, out of range, not
     * of the column's characters, a key twice, a constraint (SQLSTATE classes 22 and 23, and the codes that MySQL files
     * under no class).
     */
    static boolean isRefusal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22")
                        || sql.getSQLState().startsWith("23")
                        || UNCLASSED_REFUSALS.contains(sql.getErrorCode());
            }
        }
        return false;
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a lock", e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
