package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.COLLEAGUE;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.servers.ServerCloud.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule of a server's route looks at whose that server is, not at whose the caller's would be. */
class PolicyTargetsTest {
    @TempDir
    private static Path folder;

    private static ServerCloud cloud;
    private static UUID server;

    @BeforeAll
    static void start() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                os_compute_api:servers:delete: "rule:admin or user_id:%(user_id)s"
                os_compute_api:servers:stop: "user_id:%(user_id)s"
                os_compute_api:servers:update: "project_id:%(project_id)s"
                os_compute_api:servers:show: "project_id:%(project_id)s"
                os_compute_api:server-metadata:index: "project_id:%(project_id)s"
                os_compute_api:os-lock-server:unlock:unlock_override: "project_id:%(project_id)s"
                """);
        cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of("cellplane.api.policy-file", policy.toString()));
        server = cloud.resting("theirs");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Answer call(String who, String method, String path, String body) {
        return cloud.call(who, "2.79", method, "/servers/" + server + path, body.isEmpty() ? null : body);
    }

    @Test
    void only_who_made_it_may_delete_it() {
        Answer refused = call(COLLEAGUE, "DELETE", "", "");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).isEqualTo("Policy doesn't allow os_compute_api:servers:delete to be performed.");
        assertThat(call(FOREIGNER, "DELETE", "", "").status()).isEqualTo(404);
        UUID own = cloud.booted(COLLEAGUE, "own");
        assertThat(cloud.call(COLLEAGUE, "2.79", "DELETE", "/servers/" + own, null)
                        .status())
                .isEqualTo(204);
        UUID others = cloud.booted(COLLEAGUE, "others");
        assertThat(cloud.call(ADMIN, "2.79", "DELETE", "/servers/" + others, null)
                        .status())
                .isEqualTo(204);
    }

    @Test
    void an_action_has_the_server_as_its_target() {
        for (String who : List.of(COLLEAGUE, ADMIN)) {
            Answer refused = call(who, "POST", "/action", "{\"os-stop\": null}");
            assertThat(refused.status()).as(who).isEqualTo(403);
            assertThat(refused.message())
                    .isEqualTo("Policy doesn't allow os_compute_api:servers:stop to be performed.");
        }
        // Let through to Temporal, which is nowhere.
        assertThat(call(MEMBER, "POST", "/action", "{\"os-stop\": null}").status())
                .isEqualTo(503);
    }

    @Test
    void a_rule_without_administrators_binds_them() {
        assertThat(call(ADMIN, "GET", "", "").status()).isEqualTo(403);
        assertThat(call(ADMIN, "GET", "/metadata", "").status()).isEqualTo(403);
        assertThat(call(ADMIN, "PUT", "", "{\"server\": {\"name\": \"mine\"}}").status())
                .isEqualTo(403);
        assertThat(call(COLLEAGUE, "GET", "", "").status()).isEqualTo(200);
        assertThat(cloud.act(MEMBER, server, "{\"lock\": null}").status()).isEqualTo(202);
        assertThat(cloud.act(ADMIN, server, "{\"unlock\": null}").status()).isEqualTo(403);
        assertThat(cloud.act(COLLEAGUE, server, "{\"unlock\": null}").status()).isEqualTo(202);
    }
}
