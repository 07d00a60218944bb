package io.cellplane.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.db.testing.MigratedDatabase;
import io.cellplane.testing.SharedMariaDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {
    @ParameterizedTest
    @EnumSource
    void its_version_is_the_number_of_its_last_migration(Schema schema) throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of("src/main/resources/db", schema.name().toLowerCase(Locale.ROOT)))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .map(name -> Integer.valueOf(name.substring(1, name.indexOf("__"))))
                            .max(Comparator.naturalOrder()))
                    .hasValue(schema.version());
        }
    }

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
