package io.cellplane.compute.hypervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/** The id of a storage, in a file of it that the first of its hosts writes: whoever reads it there shares the storage. */
public final class StorageId {
    private static final String FILE = ".storage";

    private StorageId() {}

    /** @throws HypervisorFailure when it can neither be read nor written */
    public static UUID of(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return read(file);
        } catch (NoSuchFileException first) {
            return write(folder, file);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static UUID read(Path file) throws IOException {
        String said = Files.readString(file, StandardCharsets.US_ASCII).strip();
        try {
            return UUID.fromString(said);
        } catch (IllegalArgumentException e) {
            throw new IOException("no id of a storage: " + file, e);
        }
    }

    /** Linked, so that it is whole when it is there, and the first one stays. */
    private static UUID write(Path folder, Path file) {
        try {
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, FILE, ".draft");
            try {
                Files.writeString(draft, UUID.randomUUID() + "\n", StandardCharsets.US_ASCII);
                Files.createLink(file, draft);
            } catch (FileAlreadyExistsException another) {
                // It was quicker.
            } finally {
                Files.deleteIfExists(draft);
            }
            return read(file);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static HypervisorFailure failure(IOException e) {
        return new HypervisorFailure("cannot find out which storage it has: " + e.getMessage(), e);
    }
}
