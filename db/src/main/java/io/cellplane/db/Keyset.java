package io.cellplane.db;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an installation, oldest first. One of them, the primary, encrypts; all decrypt. An installation begins with
 * a file of 64 hexadecimal digits, its first key; the file of a keyset that was changed is Tink's, in JSON.
 */
public final class Keyset {
    private static final Pattern FIRST = Pattern.compile("\\s*([0-9a-fA-F]{64})\\s*");
    private static final int FIRST_ID = 1;
    private static final int FIRST_WITHOUT_ID = 2;

    static {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private final KeysetHandle keys;
    private final Aead aead;

    private Keyset(KeysetHandle keys) throws GeneralSecurityException {
        this.keys = keys;
        this.aead = keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** The keyset of one key, 32 bytes. */
    public static Keyset ofFirst(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("the secret key must have 32 bytes, this one has " + key.length);
        }
        try {
            return new Keyset(KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(first(key, null)).withFixedId(FIRST_WITHOUT_ID))
                    .addEntry(KeysetHandle.importKey(first(key, FIRST_ID))
                            .withFixedId(FIRST_ID)
                            .makePrimary())
                    .build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was encrypted before keys had ids has none before it: a nonce of 12 bytes, text, tag. */
    @AccessesPartialKey
    private static AesGcmKey first(byte[] key, @Nullable Integer id) throws GeneralSecurityException {
        return AesGcmKey.builder()
                .setParameters(AesGcmParameters.builder()
                        .setKeySizeBytes(32)
                        .setIvSizeBytes(12)
                        .setTagSizeBytes(16)
                        .setVariant(id == null ? AesGcmParameters.Variant.NO_PREFIX : AesGcmParameters.Variant.TINK)
                        .build())
                .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                .setIdRequirement(id)
                .build();
    }

    /** @throws GeneralSecurityException when that is no keyset */
    static Keyset of(String text) throws GeneralSecurityException {
        Matcher first = FIRST.matcher(text);
        return first.matches()
                ? ofFirst(HexFormat.of().parseHex(first.group(1)))
                : new Keyset(TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get()));
    }

    Aead aead() {
        return aead;
    }

    /** With a key more, which decrypts and does not encrypt yet. */
    public Keyset withNewKey() {
        return changed(KeysetHandle.newBuilder(keys)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()));
    }

    /**
     * The newest key encrypts from now on.
     *
     * @throws IllegalStateException when it does already
     */
    public Keyset withNewestPrimary() {
        if (primary() == keys.size() - 1) {
            throw new IllegalStateException("the newest key encrypts already: add another first");
        }
        KeysetHandle.Builder changed = KeysetHandle.newBuilder(keys);
        changed.getAt(keys.size() - 1).makePrimary();
        return changed(changed);
    }

    /** Without the keys that are older than the primary: what they have encrypted is lost. */
    public Keyset withoutOlder() {
        KeysetHandle.Builder changed = KeysetHandle.newBuilder(keys);
        for (int i = primary(); i > 0; i--) {
            changed.deleteAt(0);
        }
        return changed(changed);
    }

    private static Keyset changed(KeysetHandle.Builder keys) {
        try {
            return new Keyset(keys.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private int primary() {
        return IntStream.range(0, keys.size())
                .filter(i -> keys.getAt(i).isPrimary())
                .findFirst()
                .orElseThrow();
    }

    /** What may be shown of the keys, oldest first. */
    public List<String> ids() {
        return IntStream.range(0, keys.size())
                .mapToObj(keys::getAt)
                .map(entry -> Integer.toUnsignedString(entry.getId()) + (entry.isPrimary() ? " encrypts" : " decrypts"))
                .toList();
    }

    /** As its file holds it, secret. */
    String text() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
