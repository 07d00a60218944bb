package io.cellplane.api.proxy;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.PROJECT;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityGroupsProxyTest extends ProxyFixture {
    private Answer create(String user, String name) {
        return call(
                user,
                "POST",
                "/os-security-groups",
                "{'security_group': {'name': '%s', 'description': 'of a test'}}".formatted(name));
    }

    private String created(String name) {
        Answer answer = create(MEMBER, name);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.body().at("/security_group/id").asText();
    }

    private Answer rule(String group, String more) {
        return call(
                MEMBER,
                "POST",
                "/os-security-group-rules",
                "{'security_group_rule': {'parent_group_id': '%s'%s}}".formatted(group, more));
    }

    private JsonNode ruled(String group, String more) {
        Answer answer = rule(group, more);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.body().path("security_group_rule");
    }

    @Test
    void a_group_is_made_shown_changed_and_deleted() {
        String id = created("web");
        JsonNode shown = get(MEMBER, "/os-security-groups/" + id).path("security_group");
        assertThat(shown.toString())
                .isEqualTo(("{\"id\":\"%s\",\"name\":\"web\",\"description\":\"of a test\",\"tenant_id\":\"%s\","
                                + "\"rules\":[]}")
                        .formatted(id, PROJECT));
        Answer changed = call(
                MEMBER, "PUT", "/os-security-groups/" + id, "{'security_group': {'name': 'www', 'description': ''}}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().at("/security_group/name").asText()).isEqualTo("www");
        assertThat(changed.body().at("/security_group/description").asText()).isEmpty();
        assertThat(call(MEMBER, "DELETE", "/os-security-groups/" + id, null).status())
                .isEqualTo(202);
        String words = "Security group " + id + " does not exist";
        refused(call(MEMBER, "GET", "/os-security-groups/" + id, null), 404, words);
        refused(call(MEMBER, "DELETE", "/os-security-groups/" + id, null), 404, words);
    }

    @Test
    void a_list_begins_with_the_default_group_and_is_the_projects_own() {
        created("zz");
        JsonNode listed = get(MEMBER, "/os-security-groups").path("security_groups");
        assertThat(listed.findValuesAsText("name")).contains("default", "zz").isSorted();
        JsonNode standard = listed.get(0).path("rules").get(0);
        assertThat(listed.get(0).path("name").asText()).isEqualTo("default");
        assertThat(standard.at("/group/name").asText()).isEqualTo("default");
        assertThat(standard.path("ip_protocol").isNull()
                        && standard.path("from_port").isNull())
                .isTrue();
        assertThat(standard.path("ip_range").toString()).isEqualTo("{}");
        assertThat(get(MEMBER, "/os-security-groups?limit=1").path("security_groups"))
                .hasSize(1);
        assertThat(get(FOREIGNER, "/os-security-groups").findValuesAsText("name"))
                .doesNotContain("zz");
        assertThat(get(ADMIN, "/os-security-groups").findValuesAsText("name")).doesNotContain("zz");
        assertThat(get(ADMIN, "/os-security-groups?all_tenants=1").findValuesAsText("name"))
                .contains("zz");
        assertThat(get(FOREIGNER, "/os-security-groups?all_tenants=1").findValuesAsText("name"))
                .doesNotContain("zz");
    }

    @Test
    void another_projects_group_does_not_exist() {
        String id = created("secret");
        String words = "Security group " + id + " does not exist";
        refused(call(FOREIGNER, "GET", "/os-security-groups/" + id, null), 404, words);
        refused(call(FOREIGNER, "DELETE", "/os-security-groups/" + id, null), 404, words);
        assertThat(call(READER, "DELETE", "/os-security-groups/" + id, null).status())
                .isEqualTo(403);
        refused(call(MEMBER, "GET", "/os-security-groups/secret", null), 400, "Security group id should be uuid");
    }

    @Test
    void rules_let_in_ports_types_and_groups() {
        String id = created("rules");
        JsonNode ports = ruled(id, ", 'ip_protocol': 'tcp', 'from_port': 22, 'to_port': '80', 'cidr': '10.0.0.0/8'");
        assertThat(ports.path("ip_protocol").asText()).isEqualTo("tcp");
        assertThat(List.of(
                        ports.path("from_port").asInt(), ports.path("to_port").asInt()))
                .containsExactly(22, 80);
        assertThat(ports.at("/ip_range/cidr").asText()).isEqualTo("10.0.0.0/8");
        assertThat(ports.path("group").toString()).isEqualTo("{}");
        JsonNode ping = ruled(id, ", 'ip_protocol': 'icmp', 'from_port': -1, 'to_port': -1");
        assertThat(ping.path("from_port").asInt()).isEqualTo(-1);
        assertThat(ping.at("/ip_range/cidr").asText()).isEqualTo("0.0.0.0/0");
        JsonNode group = ruled(id, ", 'ip_protocol': 'udp', 'group_id': '%s'".formatted(id));
        assertThat(group.at("/group/name").asText()).isEqualTo("rules");
        assertThat(group.at("/group/tenant_id").asText()).isEqualTo(PROJECT);
        assertThat(group.path("to_port").asInt()).isEqualTo(65_535);
        JsonNode six = ruled(id, ", 'ip_protocol': 'tcp', 'from_port': 1, 'to_port': 1, 'cidr': '2001:db8::/32'");
        assertThat(network(
                                MEMBER,
                                "GET",
                                "/security-group-rules/" + six.path("id").asText(),
                                null)
                        .at("/security_group_rule/ethertype")
                        .asText())
                .isEqualTo("IPv6");

        String path = "/os-security-group-rules/" + ports.path("id").asText();
        assertThat(call(FOREIGNER, "DELETE", path, null).status()).isEqualTo(404);
        assertThat(call(MEMBER, "DELETE", path, null).status()).isEqualTo(202);
        assertThat(call(MEMBER, "DELETE", path, null).status()).isEqualTo(404);
        assertThat(get(MEMBER, "/os-security-groups/" + id).at("/security_group/rules"))
                .hasSize(3);
        refused(call(MEMBER, "DELETE", "/os-security-group-rules/a", null), 400, "Security group id should be uuid");
    }

    @Test
    void a_rule_that_is_none_is_refused_in_novas_words() {
        String id = created("bad");
        refused(rule(id, ""), 400, "Not enough parameters to build a valid rule.");
        refused(rule("a", ""), 400, "Security group id should be uuid");
        refused(rule(MISSING, ""), 404, "Security group " + MISSING + " does not exist");
        String tcp = ", 'ip_protocol': 'tcp', 'from_port': %s, 'to_port': %s";
        refused(
                rule(id, tcp.formatted("2", "1")),
                400,
                "Invalid port range 2:1. Former value cannot be greater than the later");
        refused(
                rule(id, tcp.formatted("0", "1")),
                400,
                "Invalid port range 0:1. Valid TCP ports should be between 1-65535");
        refused(rule(id, tcp.formatted("'a'", "1")), 400, "Invalid input received: To and From ports must be integers");
        refused(
                rule(id, ", 'ip_protocol': 'icmp', 'from_port': 256, 'to_port': 0"),
                400,
                "Invalid port range 256:0. For ICMP, the type:code must be valid");
        refused(rule(id, ", 'ip_protocol': 'gre', 'from_port': 1, 'to_port': 1"), 400, "Invalid IP protocol gre.");
        refused(
                rule(id, tcp.formatted("1", "1") + ", 'cidr': '10.0.0.300/8'"),
                400,
                "10.0.0.300/8 is not a valid IP network.");
        refused(
                rule(id, tcp.formatted("1", "1") + ", 'cidr': '10.0.0.1/0'"),
                400,
                "Bad prefix for network in cidr 10.0.0.1/0");
        refused(
                rule(id, tcp.formatted("1", "1") + ", 'group_id': '" + MISSING + "'"),
                404,
                "Security group " + MISSING + " does not exist");
        ruled(id, tcp.formatted("5", "5"));
        refused(rule(id, tcp.formatted("5", "5")), 400, "This rule already exists in group " + id);
    }

    @Test
    void a_group_in_use_the_default_one_and_one_too_many_are_refused() {
        String id = created("used");
        String net = net("private");
        network(
                MEMBER,
                "POST",
                "/ports",
                "{'port': {'network_id': '%s', 'security_groups': ['%s']}}".formatted(net, id));
        refused(call(MEMBER, "DELETE", "/os-security-groups/" + id, null), 400, "Security Group " + id + " in use.");
        String standard =
                get(MEMBER, "/os-security-groups").at("/security_groups/0/id").asText();
        refused(
                call(MEMBER, "DELETE", "/os-security-groups/" + standard, null),
                400,
                "Insufficient rights for removing default security group.");
        refused(
                call(
                        MEMBER,
                        "PUT",
                        "/os-security-groups/" + standard,
                        "{'security_group': {'name': 'mine', 'description': ''}}"),
                409,
                "Updating default security group not allowed.");
        network(ADMIN, "PUT", "/quotas/" + PROJECT, "{'quota': {'security_group': 1, 'security_group_rule': 1}}");
        try {
            refused(create(MEMBER, "many"), 403, "Quota exceeded for resources: ['security_group'].");
            refused(
                    rule(id, ", 'ip_protocol': 'tcp', 'from_port': 9, 'to_port': 9"),
                    403,
                    "Quota exceeded for resources: ['security_group_rule'].");
        } finally {
            network(ADMIN, "PUT", "/quotas/" + PROJECT, "{'quota': {'security_group': -1, 'security_group_rule': -1}}");
        }
    }

    @Test
    void a_body_that_is_none_is_refused() {
        refused(call(MEMBER, "POST", "/os-security-groups", "{}"), 400, "'security_group' is a required property");
        assertThat(call(MEMBER, "POST", "/os-security-groups", "{'security_group': {'name': 'a'}}")
                        .status())
                .isEqualTo(400);
        assertThat(create(MEMBER, "a".repeat(256)).status()).isEqualTo(400);
        assertThat(call(MEMBER, "POST", "/os-security-group-rules", "{}").status())
                .isEqualTo(400);
    }
}
