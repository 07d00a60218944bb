package io.cellplane.standalone.apart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.cellplane.standalone.cloud.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Every process of a cloud apart, in the order in which they start: {@code apart.json} in its data folder, for its owner
 * only. It stays when they are stopped, so that each can be started again as it was.
 */
public record ProgramTable(List<Program> programs) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String NAME = "apart.json";

    /** The one that lies in this folder. */
    public static Optional<ProgramTable> in(Path data) {
        Path file = data.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), ProgramTable.class));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    void write(Path data) {
        try {
            PrivateFile.write(data.resolve(NAME), JSON.writeValueAsString(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException when there is none of that name; the message names those that there are */
    public Program named(String name) {
        return programs.stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no process " + name + "; there are: "
                        + String.join(", ", programs.stream().map(Program::name).toList())));
    }

    /** Those that run are told to end, the last to start first, and waited for; {@code each} is told their names. */
    public void stop(Consumer<String> each) {
        for (Program program : programs.reversed()) {
            Launcher.find(program).ifPresent(running -> {
                each.accept(program.name());
                running.stop();
            });
        }
    }

    /** All of one kind. */
    public List<Program> of(Program.Role role) {
        return programs.stream().filter(program -> program.role() == role).toList();
    }
}
