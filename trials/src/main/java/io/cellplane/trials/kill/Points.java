package io.cellplane.trials.kill;

import io.cellplane.contracts.fault.FaultPoints.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder through which the processes are told where to halt. */
public final class Points {
    private final Path armed;
    private final Path parked;

    public Points(Path folder) {
        this.armed = folder.resolve(FaultFolder.ARMED);
        this.parked = folder.resolve(FaultFolder.PARKED);
        try {
            Files.createDirectories(armed);
            Files.createDirectories(parked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset();
    }

    /**
     * The next operation that reaches one of these steps halts there.
     *
     * @param wave tells the same steps of several operations apart
     */
    void arm(List<String> steps, Side side, String wave) {
        for (String step : steps) {
            try {
                Files.createFile(armed.resolve(step + "@" + side.token() + "@" + wave));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Steps that nobody has reached yet. */
    List<String> waiting() {
        return steps(armed);
    }

    /** Steps at which somebody is halted. */
    List<String> halted() {
        return steps(parked);
    }

    /** Nobody else halts. */
    void disarm() {
        clear(armed);
    }

    /** All go on, nobody halts any more. */
    void reset() {
        clear(armed);
        clear(parked);
    }

    private static List<String> steps(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().split("@", -1)[0])
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void clear(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
