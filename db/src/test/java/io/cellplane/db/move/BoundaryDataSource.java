package io.cellplane.db.move;

import io.cellplane.db.move.Interleaving.Fate;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Makes the taking of a connection, which is the beginning of a transaction, a boundary of {@link Interleaving}. */
@Singleton
final class BoundaryDataSource implements BeanCreatedEventListener<DataSource> {
    private static volatile boolean wanted;

    /** From now on, in this process: other tests, also of other modules, have these classes on their path. */
    static void use() {
        wanted = true;
    }

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        if (!wanted) {
            return event.getBean();
        }
        return new Wrapped(DelegatingDataSource.unwrapDataSource(event.getBean()));
    }

    private record Wrapped(DataSource source) implements DataSource, Closeable {
        @Override
        public Connection getConnection() throws SQLException {
            Fate fate = Interleaving.boundary();
            Connection connection = source.getConnection();
            return fate == Fate.COMMITS ? connection : doomed(connection, fate);
        }

        private static Connection doomed(Connection connection, Fate fate) {
            AtomicBoolean dropped = new AtomicBoolean();
            return (Connection) Proxy.newProxyInstance(
                    Wrapped.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                        String name = method.getName();
                        try {
                            if (dropped.get() && (name.equals("rollback") || name.startsWith("set"))) {
                                return null; // there is nothing left of it
                            }
                            if (!name.equals("commit")) {
                                return method.invoke(connection, arguments);
                            }
                            if (fate == Fate.ANSWER_LOST) {
                                connection.commit();
                            }
                            connection.abort(Runnable::run);
                            dropped.set(true);
                            throw new SQLException("the connection was dropped", "08S01");
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return source.getConnection(user, password);
        }

        @Override
        public void close() throws IOException {
            if (source instanceof Closeable closeable) {
                closeable.close();
            }
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            return source.getLogWriter();
        }

        @Override
        public void setLogWriter(PrintWriter writer) throws SQLException {
            source.setLogWriter(writer);
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            source.setLoginTimeout(seconds);
        }

        @Override
        public int getLoginTimeout() throws SQLException {
            return source.getLoginTimeout();
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            return source.getParentLogger();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return source.unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return source.isWrapperFor(type);
        }
    }
}
