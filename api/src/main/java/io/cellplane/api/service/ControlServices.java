package io.cellplane.api.service;

import io.cellplane.contracts.Patience;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.ProcessRow;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The processes of the control level as services. What Nova's conductors and schedulers do, conductors do here. */
@Singleton
public final class ControlServices {
    /** Their zone. */
    public static final String ZONE = "internal";

    private static final List<String> CONDUCTORS = List.of("nova-conductor", "nova-scheduler");

    private final ApiDatabase api;
    private final Patience patience;

    ControlServices(ApiDatabase api, Patience patience) {
        this.api = api;
        this.patience = patience;
    }

    /**
     * One service of a process.
     *
     * @param kind the process's
     * @param host the process's name
     * @param up it has been seen lately
     * @param build null where the process does not say
     */
    public record ControlService(
            String binary,
            String kind,
            String host,
            boolean up,
            Instant lastSeenAt,
            @Nullable String build) {
        /** The same always. */
        public UUID uuid() {
            return UUID.nameUUIDFromBytes((binary + " " + host).getBytes(StandardCharsets.UTF_8));
        }
    }

    public List<ControlService> all() {
        Instant silent = api.clock().instant().minus(patience.hosts().silent());
        return api.processes().all().stream()
                .flatMap(row -> binaries(row.kind()).stream()
                        .map(binary -> new ControlService(
                                binary,
                                row.kind(),
                                row.name(),
                                row.lastSeenAt().isAfter(silent),
                                row.lastSeenAt(),
                                row.build())))
                .toList();
    }

    private static List<String> binaries(String kind) {
        return kind.equals(ProcessRow.CONDUCTOR) ? CONDUCTORS : List.of("cellplane-" + kind);
    }
}
