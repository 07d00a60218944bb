package io.cellplane.contracts.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The activities that each operation was seen to take, in their order; the generated proofs write them down. */
public final class StepFiles {
    private StepFiles() {}

    /**
     * @param operation the name of its file
     * @return such as {@code Records.Land}
     */
    public static List<String> read(String operation) {
        String name = "/steps/" + operation + ".txt";
        try (InputStream file = StepFiles.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalArgumentException("no steps are written down in " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
