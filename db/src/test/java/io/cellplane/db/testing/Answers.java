package io.cellplane.db.testing;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.Query;
import com.mysql.cj.interceptors.QueryInterceptor;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.ServerSession;
import io.cellplane.db.DatabaseSettings;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells whoever reads, on its thread, how many rows each query has answered. The driver makes one for each connection. */
public final class Answers implements QueryInterceptor {
    private static final ThreadLocal<@Nullable Consumer<Answer>> LISTENERS = new ThreadLocal<>();

    private String database = "";

    /** @param database of the query, by name */
    public record Answer(String database, String statement, int rows) {}

    /** The same database, of whose answers is told. */
    public static DatabaseSettings of(DatabaseSettings at) {
        return new DatabaseSettings(
                        at.url() + "?queryInterceptors=" + Answers.class.getName(), at.user(), at.password())
                .called(at.label());
    }

    /** @param listener told of each answer that the work reads */
    public static <T> T heard(Consumer<Answer> listener, Supplier<T> work) {
        LISTENERS.set(listener);
        try {
            return work.get();
        } finally {
            LISTENERS.remove();
        }
    }

    @Override
    public QueryInterceptor init(MysqlConnection made, Properties properties, Log log) {
        database = made.getURL().replaceAll("\\?.*", "").replaceAll(".*/", "");
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
        Consumer<Answer> listener = LISTENERS.get();
        String statement = sql.get();
        if (listener != null && statement != null && statement.startsWith("select") && result.hasRows()) {
            listener.accept(new Answer(database, statement, result.getRows().size()));
        }
        return null;
    }

    @Override
    public void destroy() {}
}
