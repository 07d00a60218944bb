package io.cellplane.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SharedMariaDbTest {
    @Test
    void gives_each_asker_an_empty_database_on_one_server() throws SQLException {
        try (var one = SharedMariaDb.freshDatabase("shared");
                var two = SharedMariaDb.freshDatabase("shared")) {
            assertThat(one.name()).startsWith("shared_").isNotEqualTo(two.name());
            try (var connection = DriverManager.getConnection(one.url(), one.user(), one.password());
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select @@transaction_isolation, @@time_zone, database()")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("READ-COMMITTED");
                assertThat(rows.getString(2)).isEqualTo("+00:00");
                assertThat(rows.getString(3)).isEqualTo(one.name());
            }
        }
    }
}
