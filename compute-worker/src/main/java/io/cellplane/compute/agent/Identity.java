package io.cellplane.compute.agent;

import io.cellplane.bus.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Who the host is, written at its first start: a host that was renamed or moved must not answer for another. */
record Identity(UUID hostUuid, String host, String cell) {
    private static final String FILE = "identity.json";

    /** @throws IdentityRefused when the folder belongs to another host or cell */
    static Identity of(HostSettings settings) {
        Path file = settings.folder().resolve(FILE);
        try {
            Files.createDirectories(settings.folder());
            if (!Files.exists(file)) {
                Path draft = settings.folder().resolve(FILE + ".draft");
                Files.write(draft, Wire.encode(new Identity(UUID.randomUUID(), settings.host(), settings.cell())));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            Identity known = Wire.decode(Files.readAllBytes(file), Identity.class);
            if (!known.host.equals(settings.host()) || !known.cell.equals(settings.cell())) {
                throw new IdentityRefused("this folder belongs to host " + known.host + " of cell " + known.cell
                        + ", not to host " + settings.host() + " of cell " + settings.cell() + ": "
                        + settings.folder());
            }
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read who this host is: " + file, e);
        }
    }
}
