package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an owner says of a server may be said otherwise at any time. */
class EditsTest {
    private static final String ALL =
            "{\"server\": {\"name\": \"new\", \"description\": \"words\", \"accessIPv4\": \"10.1.1.1\","
                    + " \"accessIPv6\": \"fe80::1\", \"OS-DCF:diskConfig\": \"AUTO\"}}";

    private static ServerCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(
                ServerCloud.NOWHERE, Map.of("cellplane.quota.instances", -1, "cellplane.quota.cores", -1));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Answer put(String user, UUID uuid, String body) {
        return cloud.call(user, "2.79", "PUT", "/servers/" + uuid, body);
    }

    private static void assertEdited(JsonNode server) {
        assertThat(server.path("name").asText()).isEqualTo("new");
        assertThat(server.path("description").asText()).isEqualTo("words");
        assertThat(server.path("accessIPv4").asText()).isEqualTo("10.1.1.1");
        assertThat(server.path("accessIPv6").asText()).isEqualTo("fe80::1");
        assertThat(server.path("OS-DCF:diskConfig").asText()).isEqualTo("AUTO");
    }

    private static JsonNode shown(UUID uuid) {
        return cloud.get(MEMBER, "2.79", "/servers/" + uuid).body().path("server");
    }

    @Test
    void a_server_that_is_being_built_is_edited_and_the_edit_sticks() {
        UUID uuid = cloud.booted(MEMBER, "old");
        Answer edited = put(MEMBER, uuid, ALL);
        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.body().at("/server/status").asText()).isEqualTo("BUILD");
        assertEdited(edited.body().path("server"));
        assertEdited(shown(uuid));
        assertThat(cloud.get(MEMBER, "2.79", "/servers?name=%5Enew%24")
                        .body()
                        .path("servers")
                        .findValuesAsText("id"))
                .contains(uuid.toString());
        assertThat(cloud.api.requestSpecs().find(uuid).orElseThrow().spec()).contains("\"new\"");
        cloud.land(uuid, "cell1");
        assertThat(shown(uuid).path("status").asText()).isEqualTo("ACTIVE");
        assertEdited(shown(uuid));
    }

    @Test
    void an_edit_of_nothing_changes_nothing() {
        UUID uuid = cloud.booted(MEMBER, "same");
        for (int i = 0; i < 2; i++) {
            Answer edited = put(MEMBER, uuid, "{\"server\": {}}");
            assertThat(edited.status()).isEqualTo(200);
            assertThat(edited.body().at("/server/name").asText()).isEqualTo("same");
        }
    }

    @Test
    void a_record_in_its_cell_is_edited_while_it_is_being_built() {
        UUID uuid = cloud.resting("landed");
        cloud.state(uuid, "cell1", "building", "spawning");
        assertThat(put(MEMBER, uuid, ALL).status()).isEqualTo(200);
        assertEdited(shown(uuid));
        assertThat(shown(uuid).path("addresses").toString()).isEqualTo("{}");
        cloud.state(uuid, "cell1", "active", null);
        assertThat(shown(uuid).path("addresses").has("private")).isTrue();
    }

    @Test
    void a_lock_does_not_keep_the_owner_from_naming_it() {
        UUID uuid = cloud.resting("locked");
        assertThat(cloud.act(ADMIN, uuid, "{\"lock\": null}").status()).isEqualTo(202);
        assertThat(put(MEMBER, uuid, ALL).status()).isEqualTo(200);
        assertEdited(shown(uuid));
        assertThat(cloud.call(MEMBER, "2.79", "PUT", "/servers/" + uuid + "/metadata", "{\"metadata\": {}}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void a_server_is_edited_by_those_whose_it_is() {
        UUID uuid = cloud.booted(MEMBER, "mine");
        assertThat(put(FOREIGNER, uuid, ALL).status()).isEqualTo(404);
        assertThat(put(READER, uuid, ALL).status()).isEqualTo(403);
        assertThat(put(MEMBER, UUID.randomUUID(), ALL).status()).isEqualTo(404);
        assertThat(shown(uuid).path("name").asText()).isEqualTo("mine");
    }
}
