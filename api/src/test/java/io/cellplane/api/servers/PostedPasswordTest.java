package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.server.Ec2Ids;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a guest has posted as its password, as its user reads it. */
class PostedPasswordTest {
    private static ServerCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static String path(UUID server) {
        return "/servers/" + server + "/os-server-password";
    }

    private static Answer read(UUID server) {
        return cloud.get(READER, "2.1", path(server));
    }

    @Test
    void it_is_read_forgotten_and_may_be_posted_again() {
        UUID server = cloud.resting("posted");
        assertThat(read(server).status()).isEqualTo(200);
        assertThat(read(server).body().path("password").asText("none")).isEmpty();
        assertThat(post(server, "cipher")).isEqualTo(1);
        assertThat(read(server).body().path("password").asText()).isEqualTo("cipher");
        assertThat(post(server, "another")).isZero();
        assertThat(cloud.call(READER, "2.1", "DELETE", path(server), null).status())
                .isEqualTo(403);
        assertThat(cloud.call(MEMBER, "2.1", "DELETE", path(server), null).status())
                .isEqualTo(204);
        assertThat(read(server).body().path("password").asText("none")).isEmpty();
        assertThat(post(server, "another")).isEqualTo(1);
    }

    private static int post(UUID server, String password) {
        return cloud.cells.of("cell1").extras().postPassword(server, password);
    }

    @Test
    void a_server_that_no_cell_has_yet_has_none() {
        UUID server = cloud.booted(MEMBER, "waiting");
        assertThat(read(server).body().path("password").asText("none")).isEmpty();
        assertThat(cloud.call(MEMBER, "2.1", "DELETE", path(server), null).status())
                .isEqualTo(204);
    }

    @Test
    void what_a_server_is_known_by_is_minted_when_it_is_accepted() {
        UUID first = cloud.booted(MEMBER, "first");
        UUID second = cloud.booted(MEMBER, "second");
        Ec2Ids one = cloud.api.ec2Ids().of(first, null, null, null).orElseThrow();
        Ec2Ids other = cloud.api.ec2Ids().of(second, null, null, null).orElseThrow();
        assertThat(one.server()).matches("i-[0-9a-f]{8}").isNotEqualTo(other.server());
    }
}
