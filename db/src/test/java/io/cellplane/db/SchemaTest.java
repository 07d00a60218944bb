package io.cellplane.db;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.db.testing.MigratedDatabase;
import io.cellplane.testing.SharedMariaDb;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {
    @ParameterizedTest
    @EnumSource
    void migrating_brings_an_empty_database_up_to_date_and_repeating_it_changes_nothing(Schema schema) {
        try (var database = SharedMariaDb.freshDatabase("schema")) {
            DatabaseSettings settings = MigratedDatabase.settings(database);
            assertThatThrownBy(() -> schema.check(settings))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("migrate it first")
                    .hasMessageNotContaining(database.password());
            schema.migrate(settings);
            schema.migrate(settings);
            assertThatCode(() -> schema.check(settings)).doesNotThrowAnyException();
        }
    }
}
