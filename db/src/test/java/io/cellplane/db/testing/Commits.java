package io.cellplane.db.testing;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.Query;
import com.mysql.cj.interceptors.QueryInterceptor;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.ServerSession;
import io.cellplane.db.DatabaseSettings;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever does something of each transaction that it commits, on its thread, when the database has said that it is
 * committed and nobody else knows it yet. One that has written nothing is none. The driver makes one for each connection.
 */
public final class Commits implements QueryInterceptor {
    /** What a thread begins for somebody is his too. */
    private static final ThreadLocal<@Nullable Runnable> LISTENERS = new InheritableThreadLocal<>();

    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "replace");

    private @Nullable JdbcConnection connection;
    private boolean hasWritten;

    /** The same database, of whose commits is told. */
    public static DatabaseSettings of(DatabaseSettings at) {
        return new DatabaseSettings(
                        at.url() + "?queryInterceptors=" + Commits.class.getName(), at.user(), at.password())
                .called(at.label());
    }

    /** @param listener told of each commit of the work; what it does itself is not told of */
    public static <T> T heard(Runnable listener, Callable<T> work) throws Exception {
        Runnable before = LISTENERS.get();
        LISTENERS.set(listener);
        try {
            return work.call();
        } finally {
            LISTENERS.set(before);
        }
    }

    @Override
    public QueryInterceptor init(MysqlConnection made, Properties properties, Log log) {
        connection = (JdbcConnection) made;
        return this;
    }

    @Override
    public boolean executeTopLevelOnly() {
        return false;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as the driver declares it
    public <T extends Resultset> @Nullable T preProcess(Supplier<String> sql, Query query) {
        return null;
    }

    @Override
    public <T extends Resultset> @Nullable T postProcess(
            Supplier<String> sql, Query query, T result, ServerSession session) {
        if (LISTENERS.get() == null) {
            return null;
        }
        switch (verb(sql.get())) {
            case "commit" -> committed();
            case "rollback" -> hasWritten = false;
            case String verb
            when WRITES.contains(verb) && result.getUpdateCount() > 0 -> {
                hasWritten = true;
                if (isByItself()) {
                    committed();
                }
            }
            default -> {}
        }
        return null;
    }

    private boolean isByItself() {
        try {
            return connection != null && connection.getAutoCommit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void committed() {
        boolean told = hasWritten;
        hasWritten = false;
        Runnable listener = LISTENERS.get();
        if (told && listener != null) {
            LISTENERS.remove();
            try {
                listener.run();
            } finally {
                LISTENERS.set(listener);
            }
        }
    }

    private static String verb(@Nullable String sql) {
        return sql == null ? "" : sql.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    }

    @Override
    public void destroy() {}
}
