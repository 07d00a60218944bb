package io.cellplane.trials.kill;

import io.cellplane.contracts.fault.FaultInjector;
import io.cellplane.contracts.fault.FaultPoints.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Halts processes through a folder that the environment variable {@value #VARIABLE} names. A file
 * {@code armed/<step>@<side>@<number>} halts the first that reaches that point: it moves the file to {@code parked} and
 * waits until somebody deletes it there.
 */
public final class FaultFolder implements FaultInjector {
    /** What arms a process. */
    static final String VARIABLE = "CELLPLANE_FAULT_POINTS";

    /** Of the folder: what is to be halted. */
    static final String ARMED = "armed";

    /** Of the folder: what is halted. */
    static final String PARKED = "parked";

    private static final int POLL_MILLIS = 20;

    private final @Nullable Path folder;

    /** As a service. */
    public FaultFolder() {
        this(System.getenv(VARIABLE));
    }

    /** @param folder null or blank: nobody is halted */
    FaultFolder(@Nullable String folder) {
        this.folder = folder == null || folder.isBlank() ? null : Path.of(folder);
    }

    @Override
    public boolean isArmed() {
        return folder != null;
    }

    @Override
    public void reach(String step, Side side) {
        if (folder == null) {
            return;
        }
        try {
            Path parked = park(folder, step + "@" + side.token() + "@*");
            while (parked != null && Files.exists(parked)) {
                Thread.sleep(POLL_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable Path park(Path folder, String pattern) throws IOException {
        try (DirectoryStream<Path> armed = Files.newDirectoryStream(folder.resolve(ARMED), pattern)) {
            for (Path file : armed) {
                Path parked = folder.resolve(PARKED).resolve(file.getFileName());
                try {
                    return Files.move(file, parked, StandardCopyOption.ATOMIC_MOVE);
                } catch (NoSuchFileException taken) {
                    // By another that reached the same point at the same moment.
                }
            }
            return null;
        } catch (NoSuchFileException nothingArmed) {
            return null;
        }
    }
}
