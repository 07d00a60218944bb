package io.cellplane.compute.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells one run of the host's system from another. */
final class HostBoot {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path FIRST = Path.of("/proc/1/stat");
    /** When it began, counted behind the process's name, which may have anything in it but ends with the last bracket. */
    private static final int BEGAN = 20;

    private HostBoot() {}

    /** A name of the present run; empty where the system tells nothing. A host that shares its kernel is told by its first process. */
    static String name() {
        try {
            String first = Files.readString(FIRST);
            String began = first.substring(first.lastIndexOf(')') + 1).split(" ")[BEGAN];
            return Files.readString(KERNEL).strip() + "/" + began;
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }
}
