package io.cellplane.db.testing;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Schema;
import io.cellplane.testing.SharedMariaDb.TestDatabase;
import io.cellplane.testing.Templates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Databases up to date of the server that all tests share: each schema is migrated once for a server, and copied. */
public final class MigratedDatabase {
    private static final Map<Schema, String> NAMES = new ConcurrentHashMap<>();

    private MigratedDatabase() {}

    /** @param prefix begins its name */
    public static TestDatabase fresh(Schema schema, String prefix) {
        String name = NAMES.computeIfAbsent(schema, MigratedDatabase::name);
        return Templates.copy(name, prefix, empty -> schema.migrate(settings(empty)));
    }

    public static DatabaseSettings settings(TestDatabase database) {
        return new DatabaseSettings(database.address(), database.user(), database.password());
    }

    /** Another one as soon as a migration, or what fills in its placeholders, is another. */
    private static String name(Schema schema) {
        String migrations = schema.name().toLowerCase(Locale.ROOT);
        try {
            Path classes = Path.of(Schema.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (@Nullable FileSystem jar = Files.isDirectory(classes) ? null : FileSystems.newFileSystem(classes)) {
                Path root = jar == null ? classes : jar.getPath("/");
                return migrations + "_"
                        + checksum(
                                root.resolve("db").resolve(migrations), root.resolve("io/cellplane/db/Schema.class"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String checksum(Path migrations, Path schema) throws IOException {
        List<Path> files = new ArrayList<>(List.of(schema));
        try (Stream<Path> found = Files.list(migrations)) {
            found.sorted().forEach(files::add);
        }
        CRC32 sum = new CRC32();
        for (Path file : files) {
            sum.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            sum.update(Files.readAllBytes(file));
        }
        return Long.toHexString(sum.getValue());
    }
}
