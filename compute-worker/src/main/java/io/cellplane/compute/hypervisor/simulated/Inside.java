package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.bus.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/** What programs inside a guest could do with its root disk, for whoever has the folders of its host, in any process. */
public final class Inside {
    private final Path file;
    private final Storage storage;
    private final String host;

    /**
     * @param guests the folder of the host's guests
     * @param storage the folder that the hosts of its cell share
     */
    public Inside(Path guests, Path storage, String host, UUID server) {
        this.file = GuestFiles.of(guests, server);
        this.storage = new Storage(storage);
        this.host = host;
    }

    /**
     * Adds a line to what the root disk has.
     *
     * @throws IllegalStateException when the guest does not run here
     */
    public void mark(String marker) {
        GuestFile guest = guest();
        if (!guest.runs()) {
            throw new IllegalStateException("the guest " + guest.server() + " does not run");
        }
        try {
            Files.writeString(root(guest), marker + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that the root disk has, running or not: first the image, then the markers, a line each. */
    public String root() {
        try {
            return Files.readString(root(guest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names what the guest has in its memory, running or not; empty when it is off. */
    public Optional<UUID> memory() {
        return Optional.ofNullable(guest().memory());
    }

    private Path root(GuestFile guest) {
        return storage.root(host, guest.server(), guest.incarnation());
    }

    private GuestFile guest() {
        try {
            return Wire.decode(Files.readAllBytes(file), GuestFile.class);
        } catch (IOException e) {
            throw new IllegalStateException("there is no guest " + file.getFileName(), e);
        }
    }
}
