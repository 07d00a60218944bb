package io.cellplane.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What the machine offers to a server: programs on the path; and what a server said before it died. */
public final class Programs {
    private static final int LAST_LINES = 15;

    private Programs() {}

    /** A program that {@code ./cellplane tools} has built (CELLPLANE_TOOLS names their folder), or on the path. */
    public static Optional<Path> find(String name) {
        return Stream.concat(
                        Stream.of(tools().toString()),
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path tools() {
        String named = System.getProperty("CELLPLANE_TOOLS", System.getenv("CELLPLANE_TOOLS"));
        return named == null
                ? Path.of(System.getProperty("user.home"), ".cache", "cellplane", "tools")
                : Path.of(named);
    }

    static String lastLines(Path log) {
        try {
            var lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
