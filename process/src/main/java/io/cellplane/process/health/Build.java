package io.cellplane.process.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * What this process was built from.
 *
 * @param commit {@code unknown} where the build was not told
 */
public record Build(String version, String commit) {
    private static final Build HERE = read();

    public static Build here() {
        return HERE;
    }

    /** In a few words. */
    public String text() {
        return version + " " + commit;
    }

    private static Build read() {
        Properties properties = new Properties();
        try (InputStream file = Build.class.getResourceAsStream("/build.properties")) {
            properties.load(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build(properties.getProperty("version", "unknown"), properties.getProperty("commit", "unknown"));
    }
}
