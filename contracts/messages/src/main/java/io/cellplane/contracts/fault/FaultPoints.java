package io.cellplane.contracts.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Halts whoever reaches a step, before or after its effect, while a test holds it there. A process is armed by the
 * environment variable {@value #VARIABLE}, the name of a folder; all others pass at once. A file
 * {@code armed/<step>@<side>@<number>} halts the first that reaches that point: it moves the file to {@code parked} and
 * waits until somebody deletes it there.
 */
public final class FaultPoints {
    /** What arms a process. */
    public static final String VARIABLE = "CELLPLANE_FAULT_POINTS";

    /** Of the folder: what is to be halted. */
    public static final String ARMED = "armed";

    /** Of the folder: what is halted. */
    public static final String PARKED = "parked";

    private static final int POLL_MILLIS = 20;
    private static final @Nullable Path FOLDER = folder();

    /** Of a step's effect. */
    public enum Side {
        BEFORE,
        AFTER;

        /** As files are named. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private FaultPoints() {}

    private static @Nullable Path folder() {
        String named = System.getenv(VARIABLE);
        return named == null || named.isBlank() ? null : Path.of(named);
    }

    /** Whether this process can be halted at all. */
    public static boolean armed() {
        return FOLDER != null;
    }

    /** The step's effect is about to happen. */
    public static void before(String step) {
        reach(step, Side.BEFORE);
    }

    /** The step's effect is there, nobody has been told yet. */
    public static void after(String step) {
        reach(step, Side.AFTER);
    }

    private static void reach(String step, Side side) {
        if (FOLDER == null) {
            return;
        }
        try {
            Path parked = park(FOLDER, step + "@" + side.token() + "@*");
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
