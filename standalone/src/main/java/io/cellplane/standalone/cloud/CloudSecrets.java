package io.cellplane.standalone.cloud;

import io.cellplane.db.Secrets;
import io.cellplane.openstack.standin.StandInUsers;
import io.cellplane.process.SecretFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What a cloud keeps to itself, each in a file of its own that nobody else may read; made at the first start. */
record CloudSecrets(Path folder) {
    private static final int KEY_BYTES = 32;
    private static final int PASSWORD_BYTES = 12;

    /** What encrypts secrets in rows. */
    Secrets secrets() {
        return new Secrets(SecretFiles.key(keyFile().toString()));
    }

    Path keyFile() {
        return file("secret-key", KEY_BYTES);
    }

    StandInUsers users() {
        return new StandInUsers(
                password("admin"), password("demo"), password("alt"), password("reader"), password("cellplane"));
    }

    private String password(String user) {
        return SecretFiles.password(file("password-" + user, PASSWORD_BYTES).toString());
    }

    private Path file(String name, int length) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            byte[] bytes = new byte[length];
            new SecureRandom().nextBytes(bytes);
            PrivateFile.write(file, HexFormat.of().formatHex(bytes));
        }
        return file;
    }

    /** A file that only its owner may read. */
    static final class PrivateFile {
        private PrivateFile() {}

        /** Whole or not at all. */
        static void write(Path file, String text) {
            Path draft = file.resolveSibling(file.getFileName() + ".draft");
            try {
                Files.createDirectories(file.getParent());
                Files.deleteIfExists(draft);
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(draft, text);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }
    }
}
