package io.cellplane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MariaDbProgramsTest {
    @Test
    void unpacks_once_and_does_a_half_done_one_again(@TempDir Path base) throws IOException {
        var name = MariaDbPrograms.unpackedIn(EmbeddedMariaDb.baseIn(Path.of("../.cellplane")), _ -> {})
                .folder()
                .getFileName();
        var half = Files.createDirectories(base.resolve(name + ".partial").resolve("bin"));
        Files.writeString(half.resolve("leftover"), "");

        var seen = new ArrayList<Progress>();
        var programs = MariaDbPrograms.unpackedIn(base, seen::add);
        assertThat(seen.getLast().done()).isEqualTo(seen.getLast().total()).isPositive();
        assertThat(programs.program("mariadbd")).isExecutable();
        assertThat(programs.program("leftover")).doesNotExist();

        seen.clear();
        assertThat(MariaDbPrograms.unpackedIn(base, seen::add)).isEqualTo(programs);
        assertThat(seen).isEmpty();
    }
}
