package io.cellplane.db.audit;

import io.cellplane.db.control.ApiDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is found, but for what operations explain that are at work, or were while the audit read. */
final class Findings {
    private final ApiDatabase api;
    private final Set<UUID> busy;
    private final Instant began;
    private final List<Finding> doubted = new ArrayList<>();
    private final List<Finding> found = new ArrayList<>();

    /** @param busy the servers that were worked on when the audit began */
    Findings(ApiDatabase api, Set<UUID> busy, Instant began) {
        this.api = api;
        this.busy = busy;
        this.began = began;
    }

    void find(String invariant, String what, @Nullable UUID server, @Nullable String cell) {
        find(new Finding(invariant, what, server, null, cell, null));
    }

    /** Guests are where they belong also while a way back is open. */
    void find(Finding finding) {
        UUID server = finding.server();
        if (server == null || !busy.contains(server)) {
            doubted.add(finding);
        }
    }

    /** Whatever else is being done to its server. */
    void certain(Finding finding) {
        found.add(finding);
    }

    /**
     * Looks again at what was found since the last time.
     *
     * @param unseen servers of which nothing is said, since their cell was not reached
     */
    void settle(Set<UUID> unseen) {
        doubted.stream()
                .filter(finding -> {
                    UUID server = finding.server();
                    return server == null || (!unseen.contains(server) && !changed(server));
                })
                .forEach(found::add);
        doubted.clear();
    }

    /** What an operation did while the audit read is no finding. */
    private boolean changed(UUID server) {
        return api.operations().isBusySince(server, began);
    }

    List<Finding> all() {
        return List.copyOf(found);
    }
}
