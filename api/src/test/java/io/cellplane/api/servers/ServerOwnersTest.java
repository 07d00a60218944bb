package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.db.control.HostStateRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator's policy changes of who may do what with servers. */
class ServerOwnersTest {
    @TempDir
    private static Path folder;

    private static ServerCloud cloud;
    private static UUID server;

    @BeforeAll
    static void start() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                os_compute_api:servers:show:host_status:unknown-only: "rule:member_or_admin"
                os_compute_api:servers:create:attach_volume: "!"
                """);
        cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of("cellplane.api.policy-file", policy.toString()));
        server = cloud.resting("theirs");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void who_may_see_only_hosts_of_which_nothing_is_known_sees_no_other() {
        assertThat(cloud.get(MEMBER, "2.16", "/servers/" + server)
                        .body()
                        .at("/server/host_status")
                        .isMissingNode())
                .isTrue();
        cloud.api.hostStates().transition("host1", "cell1", HostStateRow.DOWN, Instant.now());
        assertThat(cloud.get(MEMBER, "2.16", "/servers/" + server)
                        .body()
                        .at("/server/host_status")
                        .asText())
                .isEqualTo("UNKNOWN");
    }

    @Test
    void who_may_not_attach_volumes_names_no_block_device() {
        Answer answer = cloud.boot(
                MEMBER,
                "2.79",
                "with-disk",
                ", \"block_device_mapping_v2\": [{\"boot_index\": 0, \"uuid\": \"" + KnownImages.SMALL
                        + "\", \"source_type\": \"image\", \"destination_type\": \"local\"}]");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.message()).contains("os_compute_api:servers:create:attach_volume");
    }
}
