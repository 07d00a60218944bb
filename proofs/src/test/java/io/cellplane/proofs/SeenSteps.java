package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The steps of every operation, written down as they were seen to be taken: the kill suite reads them there. */
final class SeenSteps {
    private static final Path FOLDER = Path.of("../contracts/messages/src/main/resources/steps");

    private SeenSteps() {}

    static Path of(String operation) {
        return FOLDER.resolve(operation + ".txt");
    }

    /** What was seen is what is written down; {@code -Dcellplane.steps.write=true} writes it. */
    static void agree(String operation, List<String> steps) throws IOException {
        Path file = of(operation);
        if (Boolean.getBoolean("cellplane.steps.write")) {
            Files.createDirectories(FOLDER);
            Files.write(file, steps);
        }
        assertThat(file).as("-Dcellplane.steps.write=true writes it").exists();
        assertThat(Files.readAllLines(file)).as(file.toString()).isEqualTo(steps);
    }
}
