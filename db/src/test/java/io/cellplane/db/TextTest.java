package io.cellplane.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the databases compare what users write. */
class TextTest {
    /** Ids, states and kinds, which are our own words, are ASCII; everything else may be a user's. */
    private static final String COLLATIONS = "select distinct collation_name from information_schema.columns"
            + " where table_schema = database() and character_set_name <> 'ascii'"
            + " and table_name <> 'flyway_schema_history'";

    @ParameterizedTest
    @EnumSource
    void in_every_column_a_space_at_the_end_and_the_case_count(Schema schema) throws Exception {
        try (var database = MigratedDatabase.fresh(schema, "text")) {
            try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password())) {
                List<String> collations = read(connection, COLLATIONS);
                assertThat(collations).isNotEmpty();
                for (String name : collations) {
                    assertThat(read(connection, same("a", "a ", name))).as(name).containsExactly("0");
                    assertThat(read(connection, same("a", "A", name))).as(name).containsExactly("0");
                    assertThat(read(connection, same("a", "a", name))).as(name).containsExactly("1");
                }
            }
        }
    }

    private static String same(String one, String other, String collation) {
        return "select _utf8mb4'%s' collate %s = _utf8mb4'%s' collate %s".formatted(one, collation, other, collation);
    }

    private static List<String> read(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (var found = connection.createStatement().executeQuery(query)) {
            while (found.next()) {
                values.add(found.getString(1));
            }
        }
        return values;
    }
}
