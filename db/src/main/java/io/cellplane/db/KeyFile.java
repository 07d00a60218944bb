package io.cellplane.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/** The file with the installation's keys. */
public final class KeyFile {
    private KeyFile() {}

    /**
     * Reads what {@code cellplane.secret-key-file} names.
     *
     * @throws IllegalArgumentException when it names nothing, or no keys are in it
     */
    public static Keyset read(String file) {
        if (file.isBlank()) {
            throw new IllegalArgumentException("cellplane.secret-key-file is not set");
        }
        try {
            return Keyset.of(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the secret key file " + file, e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "the secret key file " + file + " is damaged: it holds neither 64 hexadecimal digits nor a keyset",
                    e);
        }
    }

    /** Puts the keys in place of the file's: all or nothing, and whoever could read the file can still do so, nobody else. */
    public static void replace(Path file, Keyset keys) {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, keys.text(), StandardOpenOption.DSYNC);
            PosixFileAttributes before = Files.readAttributes(file, PosixFileAttributes.class);
            PosixFileAttributeView after = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
            after.setOwner(before.owner());
            after.setGroup(before.group());
            after.setPermissions(before.permissions());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the secret key file " + file, e);
        }
    }
}
