package io.cellplane.standalone.cloud;

import io.cellplane.db.KeyFile;
import io.cellplane.db.Secrets;
import io.cellplane.process.SecretFiles;
import io.cellplane.standins.StandInUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What a cloud keeps to itself, each in a file of its own that nobody else may read; made at the first start. */
public record CloudSecrets(Path folder) {
    private static final int KEY_BYTES = 32;
    private static final int PASSWORD_BYTES = 12;

    /** What encrypts secrets in rows. */
    public Secrets secrets() {
        return new Secrets(KeyFile.read(keyFile().toString()));
    }

    /** Where that key lies. */
    public Path keyFile() {
        return file("secret-key", KEY_BYTES);
    }

    /** The people and services that the stand-in of identity knows. */
    public StandInUsers users() {
        return new StandInUsers(
                password("admin"), password("demo"), password("alt"), password("reader"), password("cellplane"));
    }

    /** What Neutron's metadata agents and the cells' metadata processes share. */
    public String metadata() {
        return SecretFiles.password(metadataFile().toString());
    }

    /** Where that lies. */
    public Path metadataFile() {
        return file("metadata-shared", PASSWORD_BYTES);
    }

    /** The password of a user of any service, made when it is first asked for. */
    public String password(String user) {
        return SecretFiles.password(passwordFile(user).toString());
    }

    /** Where it lies. */
    public Path passwordFile(String user) {
        return file("password-" + user, PASSWORD_BYTES);
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
}
