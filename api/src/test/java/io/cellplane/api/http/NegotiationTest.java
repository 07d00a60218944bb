package io.cellplane.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.Cloud;
import io.cellplane.api.Cloud.Answer;
import io.cellplane.api.KnownUsers;
import io.cellplane.api.keypair.KnownKey;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every request goes through, whatever its resource. */
class NegotiationTest {
    private static Cloud cloud;

    @BeforeAll
    static void start() {
        cloud = Cloud.start("negotiation");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Answer with(String header, String value) {
        return cloud.send(cloud.request("GET", "/v2.1/flavors", null)
                .header("X-Auth-Token", KnownUsers.MEMBER)
                .header(header, value));
    }

    @Test
    void without_a_header_the_oldest_version_answers() {
        Answer answer =
                cloud.send(cloud.request("GET", "/v2.1/flavors", null).header("X-Auth-Token", KnownUsers.MEMBER));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("OpenStack-API-Version")).isEqualTo("compute 2.1");
        assertThat(answer.header("X-OpenStack-Nova-API-Version")).isEqualTo("2.1");
        assertThat(answer.header("Vary")).contains("OpenStack-API-Version", "X-OpenStack-Nova-API-Version");
        assertThat(answer.header("X-OpenStack-Request-ID"))
                .startsWith("req-")
                .isEqualTo(answer.header("X-Compute-Request-Id"));
    }

    @Test
    void both_headers_ask_and_the_newer_wins() {
        assertThat(with("OpenStack-API-Version", "volume 3.1, compute 2.53").header("OpenStack-API-Version"))
                .isEqualTo("compute 2.53");
        assertThat(with("X-OpenStack-Nova-API-Version", "2.12").header("OpenStack-API-Version"))
                .isEqualTo("compute 2.12");
        assertThat(with("OpenStack-API-Version", "compute latest").header("OpenStack-API-Version"))
                .isEqualTo("compute 2.79");
    }

    @Test
    void a_version_that_is_not_served_is_406_and_nonsense_is_400() {
        Answer unknown = with("OpenStack-API-Version", "compute 2.999");
        assertThat(unknown.status()).isEqualTo(406);
        assertThat(unknown.body().at("/computeFault/message").asText())
                .isEqualTo("Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.79.");
        assertThat(with("OpenStack-API-Version", "compute two").status()).isEqualTo(400);
        assertThat(with("OpenStack-API-Version", "compute 2.01").status()).isEqualTo(400);
    }

    @Test
    void without_a_token_it_is_401_in_the_format_of_openstack() {
        Answer answer = cloud.send(cloud.request("GET", "/v2.1/flavors", null));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body().at("/error/code").asInt()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).matches("Keystone uri=\"http.*\"");
        assertThat(cloud.get("nobody", "2.1", "/v2.1/flavors").status()).isEqualTo(401);
        assertThat(cloud.send(cloud.request("GET", "/v2.1/nothing-here", null)).status())
                .isEqualTo(401);
    }

    @Test
    void the_callers_request_id_is_kept_apart_from_our_own() {
        Answer answer = with("X-OpenStack-Request-ID", "req-11111111-1111-1111-1111-111111111111");
        assertThat(answer.header("X-OpenStack-Request-ID")).startsWith("req-").doesNotContain("1111-1111");
    }

    @Test
    void version_documents_need_no_token_and_carry_the_clients_host() {
        Answer root = cloud.send(cloud.request("GET", "/", null));
        assertThat(root.status()).isEqualTo(200);
        assertThat(root.body().at("/versions/1/version").asText()).isEqualTo("2.79");
        String base = "http://127.0.0.1:" + cloud.server().port();
        assertThat(root.body().at("/versions/1/links/0/href").asText()).isEqualTo(base + "/v2.1/");
        for (String path : new String[] {"/v2.1", "/v2.1/", "/v2", "/v2/"}) {
            assertThat(cloud.send(cloud.request("GET", path, null)).status())
                    .as(path)
                    .isEqualTo(200);
        }
        Answer choices = cloud.send(cloud.request("GET", "/servers", null));
        assertThat(choices.status()).isEqualTo(300);
        assertThat(choices.body().at("/choices/1/links/0/href").asText()).isEqualTo(base + "/v2.1/servers");
    }

    @Test
    void paths_come_in_several_forms() {
        String member = KnownUsers.MEMBER;
        assertThat(cloud.get(member, "2.1", "/v2.1/flavors/").status()).isEqualTo(200);
        assertThat(cloud.get(member, "2.1", "/v2/flavors").status()).isEqualTo(200);
        assertThat(cloud.get(member, "2.53", "/v2.1/" + KnownUsers.PROJECT + "/flavors?limit=1")
                        .status())
                .isEqualTo(200);
        Answer other = cloud.get(member, "2.1", "/v2.1/" + KnownUsers.FOREIGN_PROJECT + "/flavors");
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.message()).contains("doesn't match Context's project_id");
    }

    /** The catalogue's entry is {@code /v2.1/%(project_id)s}: what clients send comes by such a path. */
    @Test
    void bodies_come_through_every_form_of_a_path() {
        String member = KnownUsers.MEMBER;
        assertThat(cloud.call(member, "2.1", "POST", "//servers", "{\"server\": {}}")
                        .status())
                .isEqualTo(300);
        List<String> roots =
                List.of("/v2.1/" + KnownUsers.PROJECT + "/", "/v2/" + KnownUsers.PROJECT + "/", "/v2/", "/v2.1//");
        for (String root : roots) {
            for (String end : List.of("", "/", "//")) {
                String path = root + "os-keypairs" + end;
                Answer made = cloud.call(member, "2.1", "POST", path, KnownKey.ED25519.imported("q"));
                assertThat(made.status()).as(path).isEqualTo(200);
                Answer empty = cloud.call(member, "2.1", "POST", path, null);
                assertThat(empty.status()).as(path).isEqualTo(400);
                assertThat(cloud.call(member, "2.1", "DELETE", root + "os-keypairs/q" + end, null)
                                .status())
                        .as(path)
                        .isEqualTo(202);
            }
            Answer put = cloud.call(
                    KnownUsers.ADMIN,
                    "2.1",
                    "PUT",
                    root.replace(KnownUsers.PROJECT + "/", "") + "flavors/none/os-extra_specs/a/",
                    "{\"a\": \"1\"}");
            assertThat(put.status()).as(root).isEqualTo(404);
        }
    }

    @Test
    void names_that_differ_in_a_space_at_their_end_are_two() {
        String member = KnownUsers.MEMBER;
        cloud.call(member, "2.1", "POST", "/v2.1/os-keypairs", KnownKey.ED25519.imported("pad"));
        assertThat(cloud.get(member, "2.1", "/v2.1/os-keypairs/pad%20").status())
                .isEqualTo(404);
        assertThat(cloud.call(member, "2.1", "DELETE", "/v2.1/os-keypairs/pad%20", null)
                        .status())
                .isEqualTo(404);
        assertThat(cloud.get(member, "2.1", "/v2.1/os-keypairs/pad").status()).isEqualTo(200);
    }

    @Test
    void built_in_errors_have_the_format_too() {
        String admin = KnownUsers.ADMIN;
        Answer unknown = cloud.get(admin, "2.1", "/v2.1/nothing-here");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body().at("/itemNotFound/code").asInt()).isEqualTo(404);
        Answer method = cloud.call(admin, "2.1", "PATCH", "/v2.1/flavors", "{}");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.body().has("badMethod")).isTrue();
        assertThat(method.header("Allow")).contains("POST");
        assertThat(cloud.call(admin, "2.1", "POST", "/v2.1/flavors", "{\"flavor\"")
                        .message())
                .isEqualTo("Malformed request body");
        assertThat(cloud.call(admin, "2.1", "POST", "/v2.1/flavors", "[]").status())
                .isEqualTo(400);
        assertThat(cloud.call(admin, "2.1", "POST", "/v2.1/flavors", "").status())
                .isEqualTo(400);
        assertThat(cloud.call(admin, "2.1", "POST", "/v2.1/flavors", "{\"a\":\"" + "x".repeat(120_000) + "\"}")
                        .body()
                        .has("overLimit"))
                .isTrue();
        Answer text = cloud.send(cloud.request("POST", "/v2.1/flavors", null)
                .method("POST", java.net.http.HttpRequest.BodyPublishers.ofString("hello"))
                .header("Content-Type", "application/xml")
                .header("X-Auth-Token", admin));
        assertThat(text.status()).isEqualTo(415);
        assertThat(text.body().has("badMediaType")).isTrue();
    }

    @Test
    void long_bodies_are_read_whole_and_longer_ones_refused_however_they_are_sent() {
        String admin = KnownUsers.ADMIN;
        String fits = "{\"a\":\"" + "x".repeat(100_000) + "\"}";
        assertThat(cloud.call(admin, "2.1", "POST", "/v2.1/flavors", fits).message())
                .contains("required property");
        for (int size : new int[] {100_000, 200_000}) {
            byte[] body = ("{\"a\":\"" + "x".repeat(size) + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            Answer chunked = cloud.send(cloud.request("POST", "/v2.1/flavors", null)
                    .method(
                            "POST",
                            java.net.http.HttpRequest.BodyPublishers.ofInputStream(
                                    () -> new java.io.ByteArrayInputStream(body)))
                    .header("Content-Type", "application/json")
                    .timeout(java.time.Duration.ofSeconds(20))
                    .header("X-Auth-Token", admin));
            assertThat(chunked.status()).isEqualTo(size > 112 * 1024 ? 413 : 400);
        }
    }

    @Test
    void what_is_not_there_yet_says_so() {
        Answer answer = cloud.get(KnownUsers.ADMIN, "2.1", "/v2.1/os-simple-tenant-usage");
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.body().has("notImplemented")).isTrue();
    }
}
