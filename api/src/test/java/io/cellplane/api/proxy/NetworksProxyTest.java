package io.cellplane.api.proxy;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworksProxyTest extends ProxyFixture {
    private String own(String name) {
        return network(MEMBER, "POST", "/networks", "{'network': {'name': '%s'}}".formatted(name))
                .at("/network/id")
                .asText();
    }

    @Test
    void a_project_lists_its_own_networks_and_the_shared_ones() {
        String id = own("mine");
        for (String path : List.of("/os-networks", "/os-tenant-networks")) {
            assertThat(get(MEMBER, path).path("networks").findValuesAsText("label"))
                    .contains("mine", "private")
                    .doesNotContain("public");
            assertThat(get(FOREIGNER, path).path("networks").findValuesAsText("id"))
                    .doesNotContain(id);
            refused(call(FOREIGNER, "GET", path + "/" + id, null), 404, "Network not found");
            refused(call(MEMBER, "GET", path + "/no-such", null), 404, "Network not found");
            refused(call(MEMBER, "GET", path + "/a%20b", null), 404, "Network not found");
        }
    }

    @Test
    void a_list_that_comes_in_pages_is_whole() {
        List<String> ids = List.of(own("a"), own("b"), own("c"));
        services.answerAtMost(2);
        try {
            assertThat(get(MEMBER, "/os-networks").path("networks").findValuesAsText("id"))
                    .containsAll(ids);
        } finally {
            services.answerAtMost(Integer.MAX_VALUE);
        }
    }

    @Test
    void what_only_nova_network_knew_is_there_and_empty() {
        String id = own("shape");
        JsonNode shown = get(MEMBER, "/os-networks/" + id).path("network");
        assertThat(shown.path("id").asText()).isEqualTo(id);
        assertThat(shown.path("label").asText()).isEqualTo("shape");
        assertThat(shown.has("gateway_v6") && shown.path("gateway_v6").isNull()).isTrue();
        assertThat(shown.size()).isEqualTo(11);
        assertThat(get(ADMIN, "/os-networks/" + id).path("network").size()).isEqualTo(32);
        JsonNode tenants = get(MEMBER, "/os-tenant-networks/" + id).path("network");
        assertThat(tenants.path("cidr").asText()).isEqualTo("None");
        assertThat(tenants.size()).isEqualTo(3);
    }

    @Test
    void pools_are_the_external_networks() {
        assertThat(get(MEMBER, "/os-floating-ip-pools").toString())
                .isEqualTo("{\"floating_ip_pools\":[{\"name\":\"public\"}]}");
    }

    @Test
    void from_the_next_microversion_on_there_is_none_of_it() {
        for (String path : List.of(
                "/os-networks",
                "/os-tenant-networks",
                "/os-floating-ip-pools",
                "/os-floating-ips",
                "/os-security-groups",
                "/images",
                "/images/detail",
                "/images/" + MISSING)) {
            assertThat(cloud.get(MEMBER, "2.36", path).status()).as(path).isEqualTo(404);
        }
        assertThat(cloud.get(MEMBER, "2.39", "/images/" + MISSING + "/metadata").message())
                .isEqualTo("The resource could not be found.");
    }

    @Test
    void what_changed_networks_is_gone() {
        assertThat(call(ADMIN, "POST", "/os-networks", "{'network': {}}").status())
                .isEqualTo(410);
        assertThat(call(ADMIN, "POST", "/os-networks/add", "{'id': 'a'}").status())
                .isEqualTo(410);
        assertThat(call(ADMIN, "POST", "/os-networks/a/action", "{'disassociate': null}")
                        .status())
                .isEqualTo(410);
        assertThat(call(ADMIN, "DELETE", "/os-networks/a", null).status()).isEqualTo(410);
        assertThat(call(MEMBER, "POST", "/os-tenant-networks", "{'network': {}}")
                        .status())
                .isEqualTo(410);
        assertThat(call(MEMBER, "DELETE", "/os-tenant-networks/a", null).status())
                .isEqualTo(410);
    }

    @Test
    void a_token_that_the_service_turns_away_is_no_good_here() {
        services.turnAway(MEMBER, true);
        try {
            for (String path : List.of("/os-networks", "/os-security-groups", "/os-floating-ips", "/images")) {
                assertThat(call(MEMBER, "GET", path, null).status()).as(path).isEqualTo(401);
            }
        } finally {
            services.turnAway(MEMBER, false);
        }
    }
}
