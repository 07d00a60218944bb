package io.cellplane.trials.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system of its own for the disks of one cell's guests, small enough to be filled without harm to the machine. It is named
 * by its process: one whose process was killed is taken away by the next.
 */
final class SmallDisk implements AutoCloseable {
    private static final String FILLER = "filler";
    private static final int BLOCK = 4096;
    private static final String SIZE = "size=2g";
    private static final String NAME = "cellplane-disks-";

    private final Path folder;

    /** @param folder where it is mounted, before anything else uses it */
    SmallDisk(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            left().forEach(SmallDisk::unmount);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String name = NAME + ProcessHandle.current().pid();
        run(List.of("mount", "-t", "tmpfs", "-o", SIZE, name, folder.toString()));
    }

    /** Where those are mounted whose processes have ended. */
    private static List<String> left() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" "))
                .filter(mount -> mount[0].matches(NAME + "[0-9]+"))
                .filter(mount -> ProcessHandle.of(Long.parseLong(mount[0].substring(NAME.length())))
                        .isEmpty())
                .map(mount -> mount[1])
                .toList();
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

    /** Whatever still runs in rooms of a lab has it mounted there, for itself. */
    private static void unmount(String where) {
        run(List.of("umount", "--lazy", where));
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
        unmount(folder.toString());
    }
}
