package io.cellplane.api.flavor;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.Cloud;
import io.cellplane.api.Cloud.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FlavorsTest {
    private static Cloud cloud;

    @BeforeAll
    static void start() {
        cloud = Cloud.start("flavors");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Answer create(String version, String fields) {
        return cloud.call(ADMIN, version, "POST", "/v2.1/flavors", "{\"flavor\": {%s}}".formatted(fields));
    }

    @Test
    void looks_at_each_microversion_as_nova_makes_it_look() {
        JsonNode first = create("2.1", "\"name\":\"small\",\"id\":\"s1\",\"ram\":\"512\",\"vcpus\":1,\"disk\":0")
                .body()
                .path("flavor");
        assertThat(first.path("swap").asText()).isEmpty();
        assertThat(first.path("swap").isTextual()).isTrue();
        assertThat(first.path("ram").isInt()).isTrue();
        assertThat(first.has("description")).isFalse();
        assertThat(first.path("os-flavor-access:is_public").asBoolean()).isTrue();
        JsonNode later = cloud.get(MEMBER, "2.79", "/v2.1/flavors/s1").body().path("flavor");
        assertThat(later.path("swap").isInt()).isTrue();
        assertThat(later.get("description").isNull()).isTrue();
        assertThat(later.path("extra_specs").isObject()).isTrue();
        assertThat(later.at("/links/1/href").asText()).endsWith("/flavors/s1").doesNotContain("v2.1");
    }

    @Test
    void names_and_ids_are_unique() {
        assertThat(create("2.1", "\"name\":\"twin\",\"id\":\"t1\",\"ram\":1,\"vcpus\":1,\"disk\":1")
                        .status())
                .isEqualTo(200);
        assertThat(create("2.1", "\"name\":\"twin\",\"ram\":1,\"vcpus\":1,\"disk\":1")
                        .message())
                .isEqualTo("Flavor with name twin already exists.");
        assertThat(create("2.1", "\"name\":\"other\",\"id\":\"t1\",\"ram\":1,\"vcpus\":1,\"disk\":1")
                        .message())
                .isEqualTo("Flavor with ID t1 already exists.");
    }

    @Test
    void refuses_in_novas_words() {
        assertThat(create("2.1", "\"name\":\"x\",\"ram\":1,\"vcpus\":0,\"disk\":1")
                        .message())
                .startsWith("Invalid input for field/attribute vcpus. Value: 0. ");
        assertThat(create("2.1", "\"name\":\"x\",\"ram\":1,\"vcpus\":1").message())
                .isEqualTo("Invalid input for field/attribute flavor. Value: {'name': 'x', 'ram': 1, 'vcpus': 1}. "
                        + "'disk' is a required property");
        assertThat(create("2.1", "\"name\":\"x\",\"ram\":1,\"vcpus\":1,\"disk\":1,\"description\":\"d\"")
                        .message())
                .endsWith("Additional properties are not allowed ('description' was unexpected)");
        assertThat(create("2.1", "\"name\":\" x\",\"ram\":1,\"vcpus\":1,\"disk\":1")
                        .status())
                .isEqualTo(400);
        assertThat(create("2.1", "\"name\":\"x\",\"ram\":99999999999,\"vcpus\":1,\"disk\":1")
                        .status())
                .isEqualTo(400);
        for (String field : List.of("ram", "vcpus", "disk", "swap", "OS-FLV-EXT-DATA:ephemeral")) {
            Map<String, String> sizes = new TreeMap<>(Map.of("ram", "1", "vcpus", "1", "disk", "1"));
            sizes.put(field, "\"9999999999\"");
            String fields = sizes.entrySet().stream()
                    .map(size -> "\"" + size.getKey() + "\":" + size.getValue())
                    .collect(Collectors.joining(","));
            assertThat(create("2.1", "\"name\":\"huge\"," + fields).status())
                    .as(field)
                    .isEqualTo(400);
        }
        assertThat(create("2.55", "\"name\":\"ok\",\"ram\":1,\"vcpus\":1,\"disk\":1,\"description\":\"d\"")
                        .status())
                .isEqualTo(200);
        assertThat(create("2.1", "\"name\":\"x\",\"id\":%s,\"ram\":1,\"vcpus\":1,\"disk\":1".formatted("1".repeat(300)))
                        .status())
                .isEqualTo(400);
        Answer member = cloud.call(MEMBER, "2.1", "POST", "/v2.1/flavors", "{}");
        assertThat(member.message())
                .isEqualTo("Policy doesn't allow os_compute_api:os-flavor-manage:create to be performed.");
    }

    @Test
    void queries_are_lenient_until_they_are_not() {
        assertThat(cloud.get(MEMBER, "2.1", "/v2.1/flavors?nonsense=1").status())
                .isEqualTo(200);
        assertThat(cloud.get(MEMBER, "2.75", "/v2.1/flavors?nonsense=1").message())
                .isEqualTo("Additional properties are not allowed ('nonsense' was unexpected)");
        assertThat(cloud.get(MEMBER, "2.1", "/v2.1/flavors?limit=-1").message())
                .isEqualTo("Invalid input for query parameters limit. Value: -1. '-1' does not match '^[0-9]*$'");
        assertThat(cloud.get(MEMBER, "2.1", "/v2.1/flavors?marker=none").status())
                .isEqualTo(400);
        assertThat(cloud.get(MEMBER, "2.1", "/v2.1/flavors?sort_key=colour").status())
                .isEqualTo(400);
    }

    @Test
    void pages_carry_a_link_to_the_next() {
        create("2.1", "\"name\":\"page-a\",\"id\":\"pa\",\"ram\":70000,\"vcpus\":1,\"disk\":1");
        create("2.1", "\"name\":\"page-b\",\"id\":\"pb\",\"ram\":70000,\"vcpus\":1,\"disk\":1");
        JsonNode page =
                cloud.get(MEMBER, "2.1", "/v2.1/flavors?minRam=70000&limit=1").body();
        assertThat(page.path("flavors")).hasSize(1);
        String next = page.at("/flavors_links/0/href").asText();
        JsonNode second =
                cloud.get(MEMBER, "2.1", next.substring(next.indexOf("/v2.1"))).body();
        assertThat(second.at("/flavors/0/id").asText()).isEqualTo("pb");
        assertThat(cloud.get(MEMBER, "2.1", "/v2.1/flavors/detail?limit=0")
                        .body()
                        .path("flavors"))
                .isEmpty();
    }

    @Test
    void a_private_flavor_is_seen_by_those_who_were_let_in() {
        create(
                "2.1",
                "\"name\":\"own\",\"id\":\"own\",\"ram\":1,\"vcpus\":1,\"disk\":1,\"os-flavor-access:is_public\":false");
        assertThat(cloud.get(MEMBER, "2.1", "/v2.1/flavors/own").status()).isEqualTo(404);
        Answer granted = cloud.call(
                ADMIN,
                "2.1",
                "POST",
                "/v2.1/flavors/own/action",
                "{\"addTenantAccess\":{\"tenant\":\"%s\"}}".formatted(PROJECT));
        assertThat(granted.body().at("/flavor_access/0/tenant_id").asText()).isEqualTo(PROJECT);
        assertThat(cloud.get(MEMBER, "2.1", "/v2.1/flavors/own").status()).isEqualTo(200);
        assertThat(cloud.get(FOREIGNER, "2.1", "/v2.1/flavors/own").status()).isEqualTo(404);
        assertThat(cloud.call(ADMIN, "2.1", "POST", "/v2.1/flavors/own/action", "{\"nonsense\":null}")
                        .message())
                .isEqualTo("There is no such action: nonsense");
        assertThat(cloud.get(ADMIN, "2.1", "/v2.1/flavors?is_public=None")
                        .body()
                        .toString())
                .contains("\"own\"");
        assertThat(cloud.get(ADMIN, "2.1", "/v2.1/flavors?is_public=maybe").status())
                .isEqualTo(400);
    }

    @Test
    void extra_specs_come_and_go() {
        create("2.1", "\"name\":\"spec\",\"id\":\"spec\",\"ram\":1,\"vcpus\":1,\"disk\":1");
        String path = "/v2.1/flavors/spec/os-extra_specs";
        assertThat(cloud.call(ADMIN, "2.1", "POST", path, "{\"extra_specs\":{\"hw:a\":\"1\",\"b\":2}}")
                        .body()
                        .at("/extra_specs/b")
                        .asText())
                .isEqualTo("2");
        assertThat(cloud.get(MEMBER, "2.1", path + "/hw:a").body().path("hw:a").asText())
                .isEqualTo("1");
        assertThat(cloud.call(ADMIN, "2.1", "PUT", path + "/hw:a", "{\"b\":\"3\"}")
                        .status())
                .isEqualTo(400);
        assertThat(cloud.call(ADMIN, "2.1", "DELETE", path + "/hw:a", null).status())
                .isEqualTo(200);
        assertThat(cloud.call(ADMIN, "2.1", "DELETE", path + "/hw:a", null).status())
                .isEqualTo(404);
    }

    @Test
    void a_description_can_be_changed_and_a_flavor_deleted() {
        create("2.1", "\"name\":\"gone\",\"id\":\"gone\",\"ram\":1,\"vcpus\":1,\"disk\":1");
        String body = "{\"flavor\":{\"description\":\"new\"}}";
        assertThat(cloud.call(ADMIN, "2.54", "PUT", "/v2.1/flavors/gone", body).status())
                .isEqualTo(404);
        assertThat(cloud.call(ADMIN, "2.55", "PUT", "/v2.1/flavors/gone", body)
                        .body()
                        .at("/flavor/description")
                        .asText())
                .isEqualTo("new");
        assertThat(cloud.call(ADMIN, "2.1", "DELETE", "/v2.1/flavors/gone", null)
                        .status())
                .isEqualTo(202);
        assertThat(cloud.get(ADMIN, "2.1", "/v2.1/flavors/gone").status()).isEqualTo(404);
    }
}
