package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.contracts.host.HostDetails.Connector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** By which volumes are connected to the host, from the files where its tools have their names. */
final class Connectors {
    private static final Path INITIATOR = Path.of("/etc/iscsi/initiatorname.iscsi");
    private static final Path NQN = Path.of("/etc/nvme/hostnqn");
    private static final String NAME = "InitiatorName=";

    private Connectors() {}

    static Connector of(String ip, String host) {
        return of(ip, host, INITIATOR, NQN);
    }

    static Connector of(String ip, String host, Path initiator, Path nqn) {
        return new Connector(
                line(initiator, NAME)
                        .map(line -> line.substring(NAME.length()).strip())
                        .orElse(null),
                line(nqn, "nqn.").orElse(null),
                ip,
                host,
                false);
    }

    /** The first that begins so; what cannot be read is not there. */
    private static Optional<String> line(Path file, String begin) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith(begin))
                    .findFirst();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
