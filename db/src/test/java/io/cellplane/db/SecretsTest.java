package io.cellplane.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private final Secrets secrets = new Secrets(key(1));

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    @Test
    void what_was_encrypted_is_decrypted_and_unreadable_in_between() {
        for (String text : new String[] {"", "pässword ✓", "x".repeat(100_000)}) {
            byte[] sealed = secrets.encrypt(text);
            assertThat(secrets.decrypt(sealed)).isEqualTo(text);
            assertThat(new Secrets(key(1)).decrypt(sealed)).isEqualTo(text);
            if (!text.isEmpty()) {
                assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(text);
            }
        }
    }

    @Test
    void the_same_text_is_never_encrypted_to_the_same_bytes() {
        assertThat(secrets.encrypt("same")).isNotEqualTo(secrets.encrypt("same"));
    }

    @Test
    void every_changed_byte_is_noticed() {
        byte[] sealed = secrets.encrypt("secret");
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> secrets.decrypt(changed)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_secret_cut_short_is_noticed() {
        byte[] sealed = secrets.encrypt("secret");
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> secrets.decrypt(cut)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void another_key_does_not_open_it() {
        byte[] sealed = secrets.encrypt("secret");
        assertThatThrownBy(() -> new Secrets(key(2)).decrypt(sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("secret\"");
        assertThatThrownBy(() -> new Secrets(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }
}
