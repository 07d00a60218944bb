package io.cellplane.compute.hypervisor.libvirt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.compute.hypervisor.HypervisorFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that libvirt's log daemon leaves. */
class ConsoleTest {
    private final Path log;

    ConsoleTest(@TempDir Path folder) {
        log = folder.resolve("console.log");
    }

    private void lies(String name, String text) throws IOException {
        Files.writeString(log.resolveSibling(name), text);
    }

    private String last(int most) {
        return new String(Console.last(log, most), US_ASCII);
    }

    @Test
    void what_was_full_comes_before_it() throws IOException {
        lies("console.log", "new");
        lies("console.log.0", "older ");
        lies("console.log.1", "oldest ");
        assertThat(last(100)).isEqualTo("oldest older new");
        assertThat(last(8)).isEqualTo("lder new");
        assertThat(last(2)).isEqualTo("ew");
    }

    @Test
    void a_guest_that_was_never_on_has_written_nothing() {
        assertThat(last(100)).isEmpty();
    }

    /** Whoever can write beside a guest's disks shows no file of the host's. */
    @Test
    void a_link_is_not_followed() throws IOException {
        lies("secret", "of the host");
        Files.createSymbolicLink(log, log.resolveSibling("secret"));
        assertThatThrownBy(() -> last(100)).isInstanceOf(HypervisorFailure.class);
    }
}
