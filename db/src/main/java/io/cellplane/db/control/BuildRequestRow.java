package io.cellplane.db.control;

import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.Json;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Transient;
import java.time.Instant;
import java.util.UUID;

/** A server that has been accepted and has no record in a cell yet. */
@MappedEntity("build_requests")
public record BuildRequestRow(
        @Id UUID uuid,
        String projectId,
        String userId,
        String displayName,
        String reservationId,
        String body,
        Instant createdAt) {

    @Transient
    public RequestedServer server() {
        return Json.read(body, RequestedServer.class);
    }

    public static BuildRequestRow of(RequestedServer server) {
        return new BuildRequestRow(
                server.uuid(),
                server.projectId(),
                server.userId(),
                server.name(),
                server.reservationId(),
                Json.write(server),
                server.createdAt());
    }
}
