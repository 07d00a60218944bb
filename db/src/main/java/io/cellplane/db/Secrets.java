package io.cellplane.db;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** Encrypts what may lie in a row only unreadable, with AES-256-GCM: the id of the key, a fresh nonce, the text. */
public final class Secrets {
    /** What was encrypted before there were contexts has none. */
    private static final byte[] NO_CONTEXT = {};

    private final Aead keys;

    /** @param keys the same in every process of the installation */
    public Secrets(Keyset keys) {
        this.keys = keys.aead();
    }

    /** @param key 32 bytes, the one key of the installation */
    public Secrets(byte[] key) {
        this(Keyset.ofFirst(key));
    }

    public byte[] encrypt(String text, EncryptionContext context) {
        try {
            return keys.encrypt(text.getBytes(StandardCharsets.UTF_8), context.bytes());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret key does not encrypt", e);
        }
    }

    /** @throws IllegalStateException if it was encrypted with another key or for something else, or changed since */
    public String decrypt(byte[] secret, EncryptionContext context) {
        try {
            return new String(opened(secret, context), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret key does not fit this installation's rows", e);
        }
    }

    private byte[] opened(byte[] secret, EncryptionContext context) throws GeneralSecurityException {
        try {
            return keys.decrypt(secret, context.bytes());
        } catch (GeneralSecurityException e) {
            return keys.decrypt(secret, NO_CONTEXT);
        }
    }
}
