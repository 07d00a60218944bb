package io.cellplane.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final EncryptionContext OF = EncryptionContext.server(UUID.randomUUID(), "password");

    private final Secrets secrets = new Secrets(key(1));

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    @Test
    void what_was_encrypted_is_decrypted_and_unreadable_in_between() {
        for (String text : new String[] {"", "pässword ✓", "x".repeat(100_000)}) {
            byte[] sealed = secrets.encrypt(text, OF);
            assertThat(secrets.decrypt(sealed, OF)).isEqualTo(text);
            assertThat(new Secrets(key(1)).decrypt(sealed, OF)).isEqualTo(text);
            if (!text.isEmpty()) {
                assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(text);
            }
        }
    }

    @Test
    void the_same_text_is_never_encrypted_to_the_same_bytes() {
        assertThat(secrets.encrypt("same", OF)).isNotEqualTo(secrets.encrypt("same", OF));
    }

    @Test
    void every_changed_byte_is_noticed() {
        byte[] sealed = secrets.encrypt("secret", OF);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> secrets.decrypt(changed, OF)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_secret_cut_short_is_noticed() {
        byte[] sealed = secrets.encrypt("secret", OF);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> secrets.decrypt(cut, OF)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void another_key_does_not_open_it() {
        byte[] sealed = secrets.encrypt("secret", OF);
        assertThatThrownBy(() -> new Secrets(key(2)).decrypt(sealed, OF))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("secret\"");
        assertThatThrownBy(() -> new Secrets(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void in_another_row_it_does_not_open() {
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        List<EncryptionContext> contexts = List.of(
                EncryptionContext.server(one, "password"),
                EncryptionContext.server(other, "password"),
                EncryptionContext.server(one, "key"),
                EncryptionContext.operation(one, "password"),
                EncryptionContext.cell("cell1", "jdbc:mysql://db1/cell1", "cell1"),
                EncryptionContext.cell("cell2", "jdbc:mysql://db1/cell1", "cell1"),
                EncryptionContext.cell("cell1", "jdbc:mysql://elsewhere/cell1", "cell1"),
                EncryptionContext.cell("cell1", "jdbc:mysql://db1/cell1", "root"));
        for (EncryptionContext context : contexts) {
            byte[] sealed = secrets.encrypt("secret", context);
            for (EncryptionContext opener : contexts) {
                if (opener.equals(context)) {
                    assertThat(secrets.decrypt(sealed, opener)).isEqualTo("secret");
                } else {
                    assertThatThrownBy(() -> secrets.decrypt(sealed, opener)).isInstanceOf(IllegalStateException.class);
                }
            }
        }
    }

    @Test
    void what_was_encrypted_before_keys_had_ids_still_opens_and_not_with_another_key() throws Exception {
        byte[] nonce = "twelve bytes".getBytes(StandardCharsets.US_ASCII);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key(1), "AES"), new GCMParameterSpec(128, nonce));
        byte[] sealed = cipher.doFinal("old secret".getBytes(StandardCharsets.UTF_8));
        byte[] old = ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();

        assertThat(secrets.decrypt(old, OF)).isEqualTo("old secret");
        Secrets rotated = new Secrets(Keyset.ofFirst(key(1)).withNewKey().withNewestPrimary());
        assertThat(rotated.decrypt(old, OF)).isEqualTo("old secret");
        assertThatThrownBy(() -> new Secrets(key(2)).decrypt(old, OF)).isInstanceOf(IllegalStateException.class);
    }
}
