package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.compute.hypervisor.HypervisorFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was really done, a line each, so that a test finds what was done twice. */
record Effects(Path file) {
    synchronized void add(String effect, UUID server) throws IOException {
        Files.writeString(file, effect + " " + server + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What was done to one guest, the last of it, a line each. */
    synchronized byte[] of(UUID server, int most) {
        if (!Files.exists(file)) {
            return new byte[0];
        }
        String name = " " + server;
        byte[] all;
        try (Stream<String> lines = Files.lines(file)) {
            all = lines.filter(line -> line.endsWith(name))
                    .map(line -> "simulated: " + line.substring(0, line.length() - name.length()) + "\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new HypervisorFailure("cannot read what was done to the guest " + server, e);
        }
        return all.length <= most ? all : Arrays.copyOfRange(all, all.length - most, all.length);
    }
}
