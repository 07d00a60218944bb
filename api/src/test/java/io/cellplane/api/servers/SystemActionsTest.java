package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.db.cell.Trail;
import io.cellplane.db.control.Requester;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the system did by itself stands among a server's actions. */
class SystemActionsTest {
    @Test
    void nobody_asked_for_them() {
        try (ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of())) {
            UUID server = cloud.resting("follows");
            new Trail(cloud.cells.of("cell1"))
                    .note(
                            cloud.row(server),
                            "stop",
                            "compute_stop_instance",
                            "req-system",
                            Requester.SYSTEM,
                            Instant.now());
            JsonNode action = cloud.get(MEMBER, "2.79", "/servers/" + server + "/os-instance-actions/req-system")
                    .body()
                    .path("instanceAction");
            assertThat(action.path("action").asText()).isEqualTo("stop");
            assertThat(action.path("user_id").isNull()).isTrue();
            assertThat(action.path("project_id").isNull()).isTrue();
        }
    }
}
