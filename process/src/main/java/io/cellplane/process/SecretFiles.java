package io.cellplane.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Secrets come from files, never from the configuration itself. */
public final class SecretFiles {
    private SecretFiles() {}

    /** A password: the file's first line; no file named, no password. */
    public static String password(String file) {
        return file.isBlank() ? "" : line(file);
    }

    /** The installation's secret key: 64 hexadecimal digits. */
    public static byte[] key(String file) {
        if (file.isBlank()) {
            throw new IllegalArgumentException("cellplane.secret-key-file is not set");
        }
        return HexFormat.of().parseHex(line(file));
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
