package io.cellplane.api.keypair;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.Cloud;
import io.cellplane.api.Cloud.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyPairsTest {
    private static final String PATH = "/v2.1/os-keypairs";
    private static final String ED25519 =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGLd7Bg8DGr2PqOhzOnPTm1LVzDrRgXz8VX5gQ6n9JbA somebody";
    private static Cloud cloud;

    @BeforeAll
    static void start() {
        cloud = Cloud.start("keypairs", Map.of("cellplane.quota.key-pairs", 5));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Answer create(String user, String version, String fields) {
        return cloud.call(user, version, "POST", PATH, "{\"keypair\": {%s}}".formatted(fields));
    }

    @Test
    void a_generated_pair_shows_its_private_half_once() {
        Answer made = create(MEMBER, "2.1", "\"name\":\"made\"");
        assertThat(made.status()).isEqualTo(200);
        JsonNode pair = made.body().path("keypair");
        assertThat(pair.path("private_key").asText()).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
        assertThat(pair.path("public_key").asText()).startsWith("ssh-rsa AAAA");
        assertThat(pair.path("fingerprint").asText()).matches("([0-9a-f]{2}:){15}[0-9a-f]{2}");
        assertThat(pair.has("type")).isFalse();
        JsonNode shown = cloud.get(MEMBER, "2.2", PATH + "/made").body().path("keypair");
        assertThat(shown.has("private_key")).isFalse();
        assertThat(shown.path("type").asText()).isEqualTo("ssh");
        assertThat(shown.path("deleted").isBoolean()).isTrue();
    }

    @Test
    void statuses_change_with_2_2() {
        assertThat(create(ADMIN, "2.2", "\"name\":\"imported\",\"public_key\":\"%s\"".formatted(ED25519))
                        .status())
                .isEqualTo(201);
        assertThat(create(ADMIN, "2.2", "\"name\":\"imported\",\"public_key\":\"%s\"".formatted(ED25519))
                        .message())
                .isEqualTo("Key pair 'imported' already exists.");
        assertThat(cloud.call(ADMIN, "2.2", "DELETE", PATH + "/imported", null).status())
                .isEqualTo(204);
        create(ADMIN, "2.2", "\"name\":\"imported\",\"public_key\":\"%s\"".formatted(ED25519));
        assertThat(cloud.call(ADMIN, "2.1", "DELETE", PATH + "/imported", null).status())
                .isEqualTo(202);
        assertThat(cloud.call(ADMIN, "2.1", "DELETE", PATH + "/imported", null).status())
                .isEqualTo(404);
    }

    @Test
    void bad_names_and_keys_are_refused() {
        assertThat(create(MEMBER, "2.1", "\"name\":\"a/b\"").message()).contains("unsafe characters");
        assertThat(create(MEMBER, "2.1", "\"name\":\"%s\"".formatted("x".repeat(256)))
                        .message())
                .endsWith("is too long");
        assertThat(create(MEMBER, "2.1", "\"name\":\"k\",\"public_key\":\"ssh-rsa nonsense\"")
                        .message())
                .isEqualTo("Keypair data is invalid: failed to generate fingerprint");
        assertThat(create(MEMBER, "2.1", "\"name\":\"k\",\"type\":\"ssh\"").status())
                .isEqualTo(400);
        assertThat(create(READER, "2.1", "\"name\":\"k\"").status()).isEqualTo(403);
    }

    @Test
    void everyone_has_his_own_and_an_administrator_may_ask_for_others() {
        create(FOREIGNER, "2.1", "\"name\":\"own\"");
        assertThat(cloud.get(READER, "2.10", PATH + "/own").status()).isEqualTo(404);
        assertThat(cloud.get(READER, "2.10", PATH + "/own?user_id=foreigner-id").status())
                .isEqualTo(403);
        assertThat(cloud.get(ADMIN, "2.10", PATH + "/own?user_id=foreigner-id").status())
                .isEqualTo(200);
        assertThat(cloud.get(ADMIN, "2.9", PATH + "/own?user_id=foreigner-id").status())
                .isEqualTo(404);
    }

    @Test
    void the_limit_holds_and_lists_have_pages() {
        for (int i = 0; i < 5; i++) {
            String fields = "\"name\":\"n%d\",\"user_id\":\"full\",\"public_key\":\"%s\"".formatted(i, ED25519);
            assertThat(create(ADMIN, "2.10", fields).status()).isEqualTo(201);
        }
        assertThat(create(ADMIN, "2.10", "\"name\":\"n9\",\"user_id\":\"full\"").status())
                .isEqualTo(403);
        JsonNode page = cloud.get(ADMIN, "2.35", PATH + "?user_id=full&limit=2&marker=n0")
                .body();
        assertThat(page.at("/keypairs/0/keypair/name").asText()).isEqualTo("n1");
        assertThat(page.at("/keypairs_links/0/href").asText()).contains("marker=n2", "user_id=full");
        assertThat(cloud.get(ADMIN, "2.34", PATH + "?user_id=full&limit=2")
                        .body()
                        .path("keypairs"))
                .hasSize(5);
    }
}
