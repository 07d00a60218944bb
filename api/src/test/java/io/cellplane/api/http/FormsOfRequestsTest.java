package io.cellplane.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.Cloud;
import io.cellplane.api.Cloud.Answer;
import io.cellplane.api.KnownUsers;
import io.cellplane.api.keypair.KnownKey;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which clients of Nova send what they mean. */
class FormsOfRequestsTest {
    private static final String COMPUTE = "application/vnd.openstack.compute+json";
    private static Cloud cloud;

    @BeforeAll
    static void start() {
        cloud = Cloud.start("forms");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                COMPUTE,
                COMPUTE + ";version=2.1",
                "text/html",
                "text/plain",
                "application/xml",
                "no media type at all",
                "application/json;q=0.1, text/html"
            })
    void whatever_a_client_accepts_it_is_answered_in_json(String accept) {
        for (String path : new String[] {"/", "/v2.1", "/v2.1/flavors", "/v2.1/flavors/none", "/v2.1/nothing-here"}) {
            Answer plain = cloud.send(cloud.request("GET", path, null).header("X-Auth-Token", KnownUsers.MEMBER));
            Answer asked = cloud.send(cloud.request("GET", path, null)
                    .header("X-Auth-Token", KnownUsers.MEMBER)
                    .header("Accept", accept));
            assertThat(asked.status()).as(path).isEqualTo(plain.status());
            assertThat(asked.body()).as(path).isEqualTo(plain.body());
            assertThat(asked.header("Content-Type")).startsWith("application/json");
        }
    }

    @Test
    void links_lead_nowhere_that_is_no_address_of_the_web() {
        for (String scheme : new String[] {"javascript", "https://evil.example/?", "data:text/html,"}) {
            Answer answer = cloud.send(cloud.request("GET", "/v2.1/flavors", null)
                    .header("X-Auth-Token", KnownUsers.MEMBER)
                    .header("X-Forwarded-Proto", scheme));
            assertThat(answer.status()).isEqualTo(200);
            Answer versions = cloud.send(cloud.request("GET", "/", null).header("X-Forwarded-Proto", scheme));
            assertThat(versions.body().at("/versions/0/links/0/href").asText())
                    .as(scheme)
                    .startsWith("http://127.0.0.1:");
        }
    }

    @Test
    void what_a_proxy_says_is_believed_where_there_is_one() {
        assertThat(seenFrom(cloud, "https", "cloud.example")).startsWith("http://127.0.0.1:");
        try (Cloud behind = Cloud.start("behind", Map.of("cellplane.api.proxy-headers", true))) {
            assertThat(seenFrom(behind, "https", "cloud.example:8774")).startsWith("https://cloud.example:8774/");
            assertThat(seenFrom(behind, "javascript", "evil\"example")).startsWith("http://0.0.0.0:");
        }
    }

    private static String seenFrom(Cloud cloud, String scheme, String host) {
        return cloud.send(cloud.request("GET", "/", null)
                        .header("X-Forwarded-Proto", scheme)
                        .header("X-Forwarded-Host", host))
                .body()
                .at("/versions/0/links/0/href")
                .asText();
    }

    @Test
    void bodies_of_the_advertised_type_and_of_none_are_json() {
        String body = KnownKey.ED25519.imported("typed");
        for (String type : new String[] {COMPUTE, COMPUTE + "; version=2.1", "text/plain", "application/json", null}) {
            for (String path : new String[] {"/v2.1/os-keypairs", "/v2.1/" + KnownUsers.PROJECT + "/os-keypairs/"}) {
                var request = cloud.request("POST", path, body).header("X-Auth-Token", KnownUsers.MEMBER);
                if (type == null) {
                    request = cloud.request("POST", path, null)
                            .method("POST", java.net.http.HttpRequest.BodyPublishers.ofString(body))
                            .header("X-Auth-Token", KnownUsers.MEMBER);
                } else {
                    request.setHeader("Content-Type", type);
                }
                assertThat(cloud.send(request).status()).as(type + " " + path).isEqualTo(200);
                cloud.call(KnownUsers.MEMBER, "2.1", "DELETE", "/v2.1/os-keypairs/typed", null);
            }
        }
        assertThat(cloud.send(cloud.request("POST", "/v2.1/os-keypairs", "<keypair/>")
                                .setHeader("Content-Type", "application/xml")
                                .header("X-Auth-Token", KnownUsers.MEMBER))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void the_last_segment_is_the_name_whatever_it_ends_in() {
        String admin = KnownUsers.ADMIN;
        for (String id : new String[] {"1", "1.json", "a.b.json"}) {
            assertThat(cloud.call(
                                    admin,
                                    "2.1",
                                    "POST",
                                    "/v2.1/flavors",
                                    ("{\"flavor\": {\"name\": \"n%1$s\", \"id\": \"%1$s\", \"ram\": 1, \"vcpus\": 1,"
                                                    + " \"disk\": 1}}")
                                            .formatted(id))
                            .status())
                    .isEqualTo(200);
        }
        assertThat(cloud.get(admin, "2.1", "/v2.1/flavors/1.json")
                        .body()
                        .at("/flavor/id")
                        .asText())
                .isEqualTo("1.json");
        assertThat(cloud.call(admin, "2.1", "DELETE", "/v2.1/flavors/a.b.json", null)
                        .status())
                .isEqualTo(202);
        assertThat(cloud.call(admin, "2.1", "DELETE", "/v2.1/flavors/1.json.json", null)
                        .status())
                .isEqualTo(404);
        String specs = "/v2.1/flavors/1/os-extra_specs";
        cloud.call(admin, "2.1", "POST", specs, "{\"extra_specs\": {\"x\": \"keep\", \"x.json\": \"drop\"}}");
        assertThat(cloud.call(admin, "2.1", "DELETE", specs + "/x.json", null).status())
                .isEqualTo(200);
        assertThat(cloud.get(admin, "2.1", specs).body().path("extra_specs").toString())
                .isEqualTo("{\"x\":\"keep\"}");
        assertThat(cloud.get(admin, "2.1", "/v2.1/flavors.json").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a+b", "a;b", "a(b)", "a&b=c", "a!b", "a{b}", "a%b", "a b", "ä🐱", "a:b@c", "~", "a.", ".a"})
    void a_segment_may_hold_whatever_a_name_may(String name) {
        String path = "/v2.1/flavors/none/os-extra_specs/";
        String encoded = java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
        Answer answer = cloud.call(KnownUsers.ADMIN, "2.1", "PUT", path + encoded, "{\"" + name + "\": \"1\"}");
        // The route was found, and the flavor was not, or the key has signs that no key may have.
        assertThat(answer.message()).as(name).doesNotContain("resource could not be found");
        assertThat(answer.status()).as(name).isIn(400, 404);
    }

    @Test
    void a_projects_own_root_is_the_version_document() {
        String root = "/v2.1/" + KnownUsers.PROJECT;
        for (String path : new String[] {root, root + "/", "/v2/" + KnownUsers.PROJECT + "/"}) {
            assertThat(cloud.send(cloud.request("GET", path, null)).status())
                    .as(path)
                    .isEqualTo(401);
            Answer answer = cloud.get(KnownUsers.MEMBER, "2.1", path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.body().at("/version/id").asText()).isEqualTo(path.startsWith("/v2/") ? "v2.0" : "v2.1");
            assertThat(cloud.get(KnownUsers.FOREIGNER, "2.1", path).status()).isEqualTo(400);
        }
        assertThat(cloud.get(KnownUsers.MEMBER, "2.1", "/v2.1/no-project").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2.1/flavors, 200",
        "GET, /v2.1/flavors?limit=1, 200",
        "GET, /v2.1/flavors/x/os-extra_specs/a, 404",
        "GET, /v2.1/os-keypairs/a, 404",
        "GET, /v2.1/flavors/, 401",
        "GET, /v2/flavors, 401",
        "GET, /v2.1/flavors/detail, 401",
        "GET, /v2.1/flavors/x/os-extra_specs, 401",
        "GET, /v2.1/flavors/x/y/os-extra_specs/a, 401",
        "GET, /v2.1/os-keypairs, 401",
        "DELETE, /v2.1/os-keypairs/a, 401",
        "GET, /v2.1/limits, 401",
        "GET, /v2.1/extensions, 401",
        "GET, /v2.1/nothing-here, 401",
        "GET, /v2.1, 200",
        "GET, /v2.1/11111111111111111111111111111111, 401"
    })
    void a_credential_with_access_rules_is_good_for_what_they_say(String method, String path, int status) {
        assertThat(cloud.call(KnownUsers.RESTRICTED, "2.1", method, path, null).status())
                .isEqualTo(status);
    }

    @Test
    void half_a_character_is_no_text() {
        for (String half : new String[] {"\\ud83d", "\\udc31", "a\\udc31\\ud83d"}) {
            assertThat(cloud.call(
                                    KnownUsers.MEMBER,
                                    "2.1",
                                    "POST",
                                    "/v2.1/os-keypairs",
                                    "{\"keypair\": {\"name\": \"" + half + "\"}}")
                            .status())
                    .isEqualTo(400);
            Answer flavor = cloud.call(
                    KnownUsers.ADMIN,
                    "2.55",
                    "POST",
                    "/v2.1/flavors",
                    "{\"flavor\": {\"name\": \"half\", \"description\": \"" + half
                            + "\", \"ram\": 1, \"vcpus\": 1, \"disk\": 1}}");
            assertThat(flavor.status()).isEqualTo(400);
            assertThat(flavor.message()).isEqualTo("Malformed request body");
        }
    }

    @Test
    void numbers_in_queries_are_digits_and_as_large_as_they_like() {
        for (String list : new String[] {"/v2.1/flavors", "/v2.1/flavors/detail"}) {
            for (String limit : new String[] {"2147483648", "99999999999999999999", "007"}) {
                assertThat(cloud.get(KnownUsers.MEMBER, "2.79", list + "?limit=" + limit)
                                .status())
                        .as(list + " " + limit)
                        .isEqualTo(200);
            }
            for (String limit : new String[] {"%D9%A3", "-1", "%2B1", "1.5", "", "0x1"}) {
                assertThat(cloud.get(KnownUsers.MEMBER, "2.79", list + "?limit=" + limit)
                                .status())
                        .as(list + " " + limit)
                        .isEqualTo(400);
            }
        }
        for (String list : new String[] {"/v2.1/os-keypairs", "/v2.1/os-hypervisors", "/v2.1/os-migrations"}) {
            assertThat(cloud.get(KnownUsers.ADMIN, "2.79", list + "?limit=99999999999999999999")
                            .status())
                    .as(list)
                    .isEqualTo(200);
            assertThat(cloud.get(KnownUsers.ADMIN, "2.79", list + "?limit=%D9%A3")
                            .status())
                    .as(list)
                    .isEqualTo(400);
        }
        for (String least : new String[] {"minRam", "minDisk"}) {
            assertThat(cloud.get(KnownUsers.MEMBER, "2.79", "/v2.1/flavors?" + least + "=99999999999")
                            .body()
                            .toString())
                    .isEqualTo("{\"flavors\":[]}");
            assertThat(cloud.get(KnownUsers.MEMBER, "2.79", "/v2.1/flavors?" + least + "=%D9%A3")
                            .status())
                    .isEqualTo(400);
        }
        assertThat(cloud.get(KnownUsers.ADMIN, "2.1", "/v2.1/os-aggregates/%D9%A3")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void an_aggregates_zone_is_judged_alike_whichever_way_it_comes() {
        int id = cloud.call(
                        KnownUsers.ADMIN,
                        "2.1",
                        "POST",
                        "/v2.1/os-aggregates",
                        "{\"aggregate\": {\"name\": \"zoned\"}}")
                .body()
                .at("/aggregate/id")
                .asInt();
        for (String zone : new String[] {"\"\"", "\"a:b\"", "\" a\"", "7"}) {
            Answer set = cloud.call(
                    KnownUsers.ADMIN,
                    "2.1",
                    "POST",
                    "/v2.1/os-aggregates/" + id + "/action",
                    "{\"set_metadata\": {\"metadata\": {\"availability_zone\": " + zone + "}}}");
            assertThat(set.status()).as(zone).isEqualTo(400);
        }
        assertThat(cloud.call(
                                KnownUsers.ADMIN,
                                "2.1",
                                "POST",
                                "/v2.1/os-aggregates/" + id + "/action",
                                "{\"set_metadata\": {\"metadata\": {\"availability_zone\": null, \"a:b\": \"a:b\"}}}")
                        .status())
                .isEqualTo(200);
    }
}
