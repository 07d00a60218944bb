package io.cellplane.compute.hypervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The present run of the host's system. Where several hosts share a kernel, each is told by its first process. */
public final class HostBoot {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path SYSTEM = Path.of("/proc/stat");
    private static final Path FIRST = Path.of("/proc/1/stat");
    /** When it began, counted behind the process's name, which may have anything in it but ends with the last bracket. */
    private static final int BEGAN = 20;

    private static final String SYSTEM_BEGAN = "btime ";
    /** So often in a second the kernel counts for its users, whatever it does itself. */
    private static final long TICKS = 100;

    private HostBoot() {}

    /** Tells it from any other; empty where the system tells nothing. */
    public static String name() {
        try {
            return Files.readString(KERNEL).strip() + "/" + ticks();
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /** When it began, by the system's clock. */
    public static Optional<Instant> began() {
        try {
            return Files.readAllLines(SYSTEM).stream()
                    .filter(line -> line.startsWith(SYSTEM_BEGAN))
                    .findFirst()
                    .map(line -> Long.parseLong(line.substring(SYSTEM_BEGAN.length())))
                    .map(began -> Instant.ofEpochSecond(began + ticksOrNone() / TICKS));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static long ticksOrNone() {
        try {
            return ticks();
        } catch (IOException e) {
            return 0;
        }
    }

    private static long ticks() throws IOException {
        String first = Files.readString(FIRST);
        return Long.parseLong(first.substring(first.lastIndexOf(')') + 1).split(" ")[BEGAN]);
    }
}
