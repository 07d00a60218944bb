package io.cellplane.db.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cellplane.db.Schema;
import io.cellplane.testing.SharedMariaDb;
import io.cellplane.testing.SharedMariaDb.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigratedDatabaseTest {
    /** What the server knows of a database, by the column that names it. */
    private static final Map<String, String> VIEWS = Map.ofEntries(
            Map.entry("schemata", "schema_name"),
            Map.entry("tables", "table_schema"),
            Map.entry("columns", "table_schema"),
            Map.entry("statistics", "table_schema"),
            Map.entry("partitions", "table_schema"),
            Map.entry("table_constraints", "constraint_schema"),
            Map.entry("key_column_usage", "constraint_schema"),
            Map.entry("referential_constraints", "constraint_schema"),
            Map.entry("check_constraints", "constraint_schema"),
            Map.entry("views", "table_schema"),
            Map.entry("triggers", "trigger_schema"),
            Map.entry("routines", "routine_schema"),
            Map.entry("events", "event_schema"));

    /** When it was made, and what the server counts or guesses. */
    private static final Set<String> OF_ONE_DATABASE = Set.of(
            "schema_name",
            "create_time",
            "update_time",
            "table_rows",
            "avg_row_length",
            "data_length",
            "index_length",
            "data_free",
            "cardinality",
            "installed_on",
            "execution_time");

    @ParameterizedTest
    @EnumSource
    void a_copy_is_as_if_it_were_migrated(Schema schema) throws SQLException {
        try (TestDatabase migrated = SharedMariaDb.freshDatabase("migrated");
                TestDatabase copy = MigratedDatabase.fresh(schema, "copied")) {
            schema.migrate(MigratedDatabase.settings(migrated));
            Map<String, List<String>> expected = described(migrated);
            assertThat(expected.get("tables")).hasSizeGreaterThan(5);
            assertThat(expected.get("flyway_schema_history")).hasSizeGreaterThan(2);
            assertThat(described(copy)).isEqualTo(expected);
            assertThatCode(() -> schema.check(MigratedDatabase.settings(copy))).doesNotThrowAnyException();
        }
    }

    /** Its parts as the server knows them, and the rows of every table. */
    private static Map<String, List<String>> described(TestDatabase database) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.user(), database.password())) {
            Map<String, List<String>> parts = new TreeMap<>();
            for (Map.Entry<String, String> view : VIEWS.entrySet()) {
                parts.put(
                        view.getKey(),
                        rows(
                                connection,
                                "information_schema." + view.getKey() + " where " + view.getValue() + " = database()"));
            }
            try (ResultSet tables = connection.createStatement().executeQuery("show tables")) {
                while (tables.next()) {
                    parts.put(tables.getString(1), rows(connection, tables.getString(1)));
                }
            }
            return parts;
        }
    }

    private static List<String> rows(Connection connection, String from) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet found = connection.createStatement().executeQuery("select * from " + from)) {
            ResultSetMetaData meta = found.getMetaData();
            while (found.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    String column = meta.getColumnLabel(i).toLowerCase(Locale.ROOT);
                    if (!OF_ONE_DATABASE.contains(column) && !column.endsWith("_schema")) {
                        row.append(column)
                                .append('=')
                                .append(found.getString(i))
                                .append(' ');
                    }
                }
                rows.add(row.toString());
            }
        }
        rows.sort(null);
        return rows;
    }
}
