package io.cellplane.standalone.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.cellplane.openstack.OpenStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the other commands need to know of a cloud that runs: {@code cloud.json} in its data folder, for its owner only.
 *
 * @param apart whether it is separate processes, which {@code stop} ends; the pids are then those of its start
 * @param dataFolder where all of it lies
 * @param pid the cloud's JVM, or the API's
 * @param databasePid the MariaDB, 0 where it is not the cloud's alone
 * @param temporalPid the Temporal, 0 where it is inside the JVM or somebody else's
 * @param services its stand-ins, or those that it was given
 * @param statusUrl counters of the running process
 * @param metadata where guests are told who they are, by their cell
 * @param databaseUrl of the API database, without parameters
 */
public record CloudFile(
        boolean apart,
        String dataFolder,
        long pid,
        long databasePid,
        long temporalPid,
        String apiUrl,
        Elsewhere services,
        String statusUrl,
        String temporalAddress,
        @Nullable String temporalUi,
        String temporalSentence,
        List<String> cells,
        int hosts,
        Map<String, String> metadata,
        String databaseUrl,
        String databaseUser,
        String databasePassword,
        String keyFile,
        String adminPassword,
        String demoPassword) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String NAME = "cloud.json";

    /** The cloud that runs on this data. */
    public static Optional<CloudFile> running(Path data) {
        Path file = data.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), CloudFile.class)).filter(CloudFile::isAlive);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    public String identityUrl() {
        return services.identityUrl();
    }

    /** As it was given, or as the catalogue says now. */
    public String imageUrl() {
        return services.imageUrl() == null ? asked(OpenStack::imageRoot) : services.imageUrl();
    }

    /** As it was given, or as the catalogue says now. */
    public String networkUrl() {
        return services.networkUrl() == null ? asked(OpenStack::networkRoot) : services.networkUrl();
    }

    private String asked(Function<OpenStack, URI> root) {
        try (OpenStack clients = services.clients()) {
            return root.apply(clients).toString();
        }
    }

    /** Where all of it lies. */
    public Path data() {
        return Path.of(dataFolder);
    }

    /** A pid may have been given to somebody else since: only a JVM counts. */
    private boolean isAlive() {
        return apart
                || ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .flatMap(process -> process.info().command())
                        .filter(command -> command.endsWith("java"))
                        .isPresent();
    }

    /** Writes it. */
    public void write(Path data) {
        try {
            PrivateFile.write(data.resolve(NAME), JSON.writeValueAsString(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cloud is no more. */
    public static void remove(Path data) {
        try {
            Files.deleteIfExists(data.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "CloudFile[" + apiUrl + "]";
    }
}
