package io.cellplane.compute.hypervisor.simulated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** What was really done, a line each, so that a test finds what was done twice. */
record Effects(Path file) {
    synchronized void add(String effect, UUID server) throws IOException {
        Files.writeString(file, effect + " " + server + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
