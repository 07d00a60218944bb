package io.cellplane.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.db.EncryptionContext;
import io.cellplane.db.KeyFile;
import io.cellplane.db.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    private static final EncryptionContext OF = EncryptionContext.server(UUID.randomUUID(), "password");

    private final Path file;

    KeysTest(@TempDir Path folder) {
        this.file = folder.resolve("secret-key");
    }

    @BeforeEach
    void an_installation_begins_with_64_digits() throws IOException {
        Files.writeString(file, "0f".repeat(32) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    private List<String> step(String... step) {
        List<String> all = new ArrayList<>(List.of(file.toString()));
        all.addAll(List.of(step));
        return Keys.run(all);
    }

    private Secrets process() {
        return new Secrets(KeyFile.read(file.toString()));
    }

    @Test
    void at_every_step_those_restarted_and_those_not_yet_read_each_other() {
        Secrets before = process();
        byte[] first = before.encrypt("first", OF);
        for (String step : List.of("add", "promote")) {
            step(step);
            Secrets after = process();
            assertThat(after.decrypt(first, OF)).isEqualTo("first");
            assertThat(after.decrypt(before.encrypt("of before", OF), OF)).isEqualTo("of before");
            assertThat(before.decrypt(after.encrypt("of after", OF), OF)).isEqualTo("of after");
            before = after;
        }
        byte[] second = before.encrypt("second", OF);
        step("drop");
        assertThat(process().decrypt(second, OF)).isEqualTo("second");
        assertThatThrownBy(() -> process().decrypt(first, OF)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void it_shows_ids_and_nothing_secret() {
        assertThat(step()).containsExactly("2 decrypts", "1 encrypts");
        assertThat(step("add")).hasSize(3).startsWith("2 decrypts", "1 encrypts");
        assertThat(step("promote").getLast()).endsWith(" encrypts");
        assertThat(step("drop")).singleElement().asString().matches("\\d+ encrypts");
    }

    @Test
    void whoever_could_read_the_file_can_still_and_nobody_else() throws IOException {
        step("add");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void what_makes_no_sense_is_refused_and_changes_nothing() throws IOException {
        String before = Files.readString(file);
        assertThatThrownBy(() -> step("promote")).hasMessageContaining("add another first");
        assertThatThrownBy(() -> step("rotate")).hasMessageContaining("no step is named rotate");
        assertThatThrownBy(() -> Keys.run(List.of())).hasMessageContaining("usage");
        assertThat(Files.readString(file)).isEqualTo(before);
    }
}
