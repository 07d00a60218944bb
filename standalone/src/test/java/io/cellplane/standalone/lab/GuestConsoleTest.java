package io.cellplane.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.standalone.lab.GuestConsole.Boot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestConsoleTest {
    private static final UUID SERVER = UUID.fromString("0c7e9f5c-3f1c-4c7e-9d43-0e4c6a2c6f10");
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    Path disks;

    private GuestConsole console() {
        return new GuestConsole(new LabHost("cell1-host1", List.of(), disks), SERVER);
    }

    private void said(String guest, Instant at, String name, String words) throws IOException {
        Path file = disks.resolve(SERVER.toString()).resolve(guest).resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, words);
        Files.setLastModifiedTime(file, FileTime.from(at));
    }

    @Test
    void a_guest_that_has_said_nothing_has_not_come_up() {
        assertThat(console().lines()).isEmpty();
        assertThat(console().boot()).isEmpty();
    }

    @Test
    void it_has_come_up_when_it_says_that_it_is_ready() throws IOException {
        said(
                "a",
                NOW,
                "console.log",
                "cellplane: boot 1 of red\ncellplane: ready after 3 s\ncellplane: boot 2 of red\n");
        assertThat(console().boot()).isEmpty();
        said("a", NOW, "console.log", "cellplane: boot 2 of red\r\ncellplane: ready after 3 s\r\n");
        assertThat(console().boot()).contains(new Boot(2, "red"));
    }

    @Test
    void what_was_set_aside_comes_first() throws IOException {
        said("a", NOW, "console.log.0", "cellplane: boot 7 of red\n");
        said("a", NOW, "console.log", "cellplane: ready after 3 s\n");
        assertThat(console().boot()).contains(new Boot(7, "red"));
    }

    @Test
    void of_two_guests_of_a_server_the_one_counts_that_spoke_last() throws IOException {
        said("a", NOW, "console.log", "cellplane: boot 1 of red\ncellplane: ready\n");
        said("b", NOW.plusSeconds(1), "console.log", "cellplane: boot 2 of red\ncellplane: ready\n");
        assertThat(console().boot()).contains(new Boot(2, "red"));
    }

    @Test
    void whoever_waits_in_vain_is_told_its_last_words() throws IOException {
        said("a", NOW, "console.log", "Kernel panic\n");
        assertThatThrownBy(() -> console().awaitBoot(new Boot(1, "red"), Duration.ZERO))
                .hasMessageContaining("boot 1 of red")
                .hasMessageContaining("Kernel panic");
    }
}
