package io.cellplane.db;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** What a secret belongs to. Encrypted for one thing, it is decrypted for no other: a row's secret in another row is nothing. */
public record EncryptionContext(String text) {

    /** The password of a cell's database: a row that names another server or user does not get it there. */
    public static EncryptionContext cell(String name, String databaseUrl, String databaseUser) {
        return of("cell", name, databaseUrl, databaseUser);
    }

    /** A secret of a server, in whatever database it lies: it goes where the server goes. */
    public static EncryptionContext server(UUID server, String secret) {
        return of("server", server.toString(), secret);
    }

    /** A secret that ends with its operation. */
    public static EncryptionContext operation(UUID operation, String secret) {
        return of("operation", operation.toString(), secret);
    }

    private static EncryptionContext of(String... parts) {
        return new EncryptionContext(Json.write(List.of(parts)));
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
