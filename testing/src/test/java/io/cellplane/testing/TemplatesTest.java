package io.cellplane.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.testing.SharedMariaDb.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private final String name = "test_" + UUID.randomUUID();
    private final List<String> made = new ArrayList<>();

    private TestDatabase copy() {
        return Templates.copy(name, "copy", empty -> {
            made.add(empty.name());
            execute(empty, "create table colours (id int auto_increment primary key, name text not null)");
            execute(empty, "insert into colours (name) values ('blue'), ('green')");
        });
    }

    @Test
    void what_was_made_once_is_copied_with_its_rows() throws SQLException {
        try (TestDatabase one = copy();
                TestDatabase two = copy()) {
            execute(one, "delete from colours");
            assertThat(colours(one)).isEmpty();
            assertThat(colours(two)).containsExactly("blue", "green");
            assertThat(made).hasSize(1).doesNotContain(one.name(), two.name());
        }
    }

    @Test
    void what_was_not_made_to_its_end_is_made_anew() throws SQLException {
        assertThatThrownBy(() -> Templates.copy(name, "copy", empty -> {
                    execute(empty, "create table colours (id int)");
                    throw new IllegalArgumentException("half");
                }))
                .hasMessage("half");
        try (TestDatabase copy = copy()) {
            assertThat(colours(copy)).containsExactly("blue", "green");
        }
    }

    private static void execute(TestDatabase database, String sql) {
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> colours(TestDatabase database) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var found = connection.createStatement().executeQuery("select name from colours order by id")) {
            List<String> names = new ArrayList<>();
            while (found.next()) {
                names.add(found.getString(1));
            }
            return names;
        }
    }
}
