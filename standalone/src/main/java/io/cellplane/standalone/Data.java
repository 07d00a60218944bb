package io.cellplane.standalone;

import io.cellplane.standalone.cloud.CloudFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import picocli.CommandLine.Option;

/** Where a cloud's data lie. */
public final class Data {
    @Option(names = "--data", paramLabel = "FOLDER", description = "where the cloud's data lie (${DEFAULT-VALUE})")
    public Path folder = home();

    /** The folder of the data where nobody says otherwise. */
    public static Path home() {
        return Path.of(System.getProperty("cellplane.root", "."))
                .toAbsolutePath()
                .normalize()
                .resolve(".cellplane");
    }

    /** @throws IllegalStateException when none runs on them */
    CloudFile running() {
        return CloudFile.running(folder)
                .orElseThrow(() -> new IllegalStateException("no cloud runs in " + folder
                        + ": start one with ./cellplane up, or name its folder with --data"));
    }

    /** Those of a cloud that a command starts for itself. */
    public Path own(String command) {
        return folder.resolve(command + "-" + ProcessHandle.current().pid());
    }

    public static void remove(Path folder) {
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
