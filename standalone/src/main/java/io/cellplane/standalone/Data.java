package io.cellplane.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a cloud's data lie. */
final class Data {
    @Option(names = "--data", paramLabel = "FOLDER", description = "where the cloud's data lie (${DEFAULT-VALUE})")
    Path folder = home();

    /** The folder of the data where nobody says otherwise. */
    static Path home() {
        return Path.of(System.getProperty("cellplane.root", "."))
                .toAbsolutePath()
                .normalize()
                .resolve(".cellplane");
    }

    /** Those of a cloud that a command starts for itself. */
    Path own(String command) {
        return folder.resolve(command + "-" + ProcessHandle.current().pid());
    }

    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
