package io.cellplane.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Passwords come from files, never from the configuration itself. */
public final class SecretFiles {
    private SecretFiles() {}

    /** A password: the file's first line; no file named, no password. */
    public static String password(String file) {
        return file.isBlank() ? "" : line(file);
    }

    private static String line(String file) {
        try {
            return Files.readString(Path.of(file))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the secret file " + file, e);
        }
    }
}
