package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Servers that are to share a host, or not to.
 *
 * @param mostPerHost of anti-affinity, how many members may share a host; null when it was not said: one
 */
@MappedEntity("server_groups")
public record ServerGroupRow(
        @Id int id,
        UUID uuid,
        String projectId,
        String userId,
        String name,
        String policy,
        @Nullable Integer mostPerHost,
        Instant createdAt) {

    public GroupPolicy asks() {
        return GroupPolicy.of(policy);
    }

    /** How many members may share a host where they are to be apart. */
    public int most() {
        return mostPerHost == null ? 1 : mostPerHost;
    }
}
