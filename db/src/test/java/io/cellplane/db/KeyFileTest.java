package io.cellplane.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a rotation are KeysTest's. */
class KeyFileTest {
    private static final EncryptionContext OF = EncryptionContext.operation(UUID.randomUUID(), "grant");

    private final Path file;

    KeyFileTest(@TempDir Path folder) {
        this.file = folder.resolve("secret-key");
    }

    private Secrets secrets(String text) throws IOException {
        Files.writeString(file, text);
        return new Secrets(KeyFile.read(file.toString()));
    }

    @Test
    void sixty_four_digits_are_the_first_key_whatever_is_around_them() throws IOException {
        byte[] sealed = secrets("0f".repeat(32)).encrypt("secret", OF);
        for (String same : List.of("0F".repeat(32) + "\n", "  " + "0f".repeat(32) + "\r\n")) {
            assertThat(secrets(same).decrypt(sealed, OF)).isEqualTo("secret");
        }
        assertThatThrownBy(() -> secrets("00".repeat(32)).decrypt(sealed, OF))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_damaged_file_is_refused_by_its_name_and_shows_nothing_of_itself() throws IOException {
        Files.writeString(file, "ab".repeat(32));
        Keyset keys = KeyFile.read(file.toString()).withNewKey();
        String whole = keys.text();
        for (String damaged : List.of(
                "",
                "ab".repeat(31),
                "ab".repeat(33),
                "xy".repeat(32),
                "{}",
                whole.substring(0, whole.length() / 2),
                whole.replace("primaryKeyId", "primary"),
                whole.replace("AesGcmKey", "HmacKey"))) {
            assertThatThrownBy(() -> secrets(damaged))
                    .as(damaged)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the secret key file " + file + " is damaged")
                    .hasMessageNotContaining("abab");
        }
        assertThat(new Secrets(keys).decrypt(secrets(whole).encrypt("secret", OF), OF))
                .isEqualTo("secret");
    }

    @Test
    void a_file_that_is_not_there_or_not_named_is_said_so() {
        assertThatThrownBy(() -> KeyFile.read(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cellplane.secret-key-file is not set");
        assertThatThrownBy(() -> KeyFile.read(file.toString()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }
}
