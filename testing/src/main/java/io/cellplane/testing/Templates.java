package io.cellplane.testing;

import io.cellplane.testing.SharedMariaDb.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Databases that are made once for the shared server and copied from then on: that is far quicker than to migrate each. */
public final class Templates {
    /** For each name the statements that copy it. */
    private static final Map<String, String> COPYING = new ConcurrentHashMap<>();

    private Templates() {}

    /**
     * A new database with the tables and rows that {@code make} puts into an empty one. Views, routines and foreign keys are
     * not copied.
     *
     * @param name says what {@code make} makes, with its version: whoever comes first with a name makes its template, for
     *     other JVMs too
     * @param prefix begins the new database's name
     */
    public static TestDatabase copy(String name, String prefix, Consumer<TestDatabase> make) {
        String copying = COPYING.computeIfAbsent(name, missing -> copying(find(missing, make)));
        TestDatabase copy = SharedMariaDb.freshDatabase(prefix);
        try (Connection connection = DriverManager.getConnection(
                        copy.url() + "&allowMultiQueries=true", copy.user(), copy.password());
                Statement statement = connection.createStatement()) {
            statement.execute(copying);
            while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
                // A failure of any but the first statement is thrown here.
            }
        } catch (SQLException e) {
            throw new IllegalStateException("no copy of " + name, e);
        }
        return copy;
    }

    private static String copying(TestDatabase template) {
        try (Connection connection = DriverManager.getConnection(template.url(), template.user(), template.password());
                var tables = connection.createStatement().executeQuery("show tables")) {
            StringBuilder statements = new StringBuilder();
            while (tables.next()) {
                statements.append("create table %1$s like %2$s.%1$s; insert into %1$s select * from %2$s.%1$s;"
                        .formatted(tables.getString(1), template.name()));
            }
            return statements.toString();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file tells all JVMs of this server which database it is; one that was not made to its end is in no file. */
    private static TestDatabase find(String name, Consumer<TestDatabase> make) {
        try {
            Path file = Files.createDirectories(SharedMariaDb.data().resolve("templates"))
                    .resolve(name);
            try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                String found = Files.readString(file);
                if (!found.isEmpty()) {
                    return SharedMariaDb.database(found);
                }
                TestDatabase template = SharedMariaDb.freshDatabase("template_" + name);
                make.accept(template);
                Files.writeString(file, template.name());
                return template;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
