package io.cellplane.api.service;

import io.cellplane.contracts.Patience;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.ProcessRow;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What Nova has services for at the control level, and which processes do it here: conductors both. */
@Singleton
public final class ControlServices {
    /** Their zone. */
    public static final String ZONE = "internal";

    private static final List<String> BINARIES = List.of("nova-conductor", "nova-scheduler");

    private final ApiDatabase api;
    private final Patience patience;

    ControlServices(ApiDatabase api, Patience patience) {
        this.api = api;
        this.patience = patience;
    }

    /**
     * One service of a process.
     *
     * @param host the process's name
     * @param up it has been seen lately
     */
    public record ControlService(String binary, String host, boolean up, Instant lastSeenAt) {
        /** The same always. */
        public UUID uuid() {
            return UUID.nameUUIDFromBytes((binary + " " + host).getBytes(StandardCharsets.UTF_8));
        }
    }

    public List<ControlService> all() {
        Instant silent = api.clock().instant().minus(patience.hosts().silent());
        List<ProcessRow> conductors = api.processes().of(ProcessRow.CONDUCTOR);
        return BINARIES.stream()
                .flatMap(binary -> conductors.stream()
                        .map(row -> new ControlService(
                                binary, row.name(), row.lastSeenAt().isAfter(silent), row.lastSeenAt())))
                .toList();
    }
}
