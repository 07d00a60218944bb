package io.cellplane.trials.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of its own for the disks of one cell's guests, small enough to be filled without harm to the machine. */
final class SmallDisk implements AutoCloseable {
    private static final String FILLER = "filler";
    private static final int BLOCK = 4096;
    private static final String SIZE = "size=2g";

    private final Path folder;

    /** @param folder where it is mounted, before anything else uses it */
    SmallDisk(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(List.of("mount", "-t", "tmpfs", "-o", SIZE, "cellplane-disks", folder.toString()));
    }

    /** Nobody else can write anything. */
    void fill() {
        try (var file = Files.newOutputStream(folder.resolve(FILLER))) {
            byte[] block = new byte[BLOCK];
            for (long left = folder.toFile().getUsableSpace();
                    left > 0;
                    left = folder.toFile().getUsableSpace()) {
                for (long written = 0; written < left; written += BLOCK) {
                    file.write(block);
                }
            }
        } catch (IOException full) {
            // As it is meant to be.
        }
    }

    void free() {
        try {
            Files.deleteIfExists(folder.resolve(FILLER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> command) {
        try {
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Who used it must have ended. */
    @Override
    public void close() {
        run(List.of("umount", "--lazy", folder.toString()));
    }
}
