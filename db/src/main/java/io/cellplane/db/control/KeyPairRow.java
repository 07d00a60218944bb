package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A user's key pair: the public half only. */
@MappedEntity("key_pairs")
public record KeyPairRow(
        @Id int id, String userId, String name, String type, String fingerprint, String publicKey, Instant createdAt) {
    public static final String SSH = "ssh";
    public static final String X509 = "x509";
}
