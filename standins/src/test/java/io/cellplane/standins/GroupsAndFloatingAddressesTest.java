package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.http.Answer;
import org.junit.jupiter.api.Test;

class GroupsAndFloatingAddressesTest extends NetworkFixture {
    private Answer asked(String method, String path, String body) {
        return call(method, "/v2.0" + path, body.replace('\'', '"'), demo);
    }

    private static void refused(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.body().at("/NeutronError/type").asText()).isEqualTo(type);
    }

    private Answer rule(String group, String more) {
        return asked(
                "POST",
                "/security-group-rules",
                "{'security_group_rule': {'security_group_id': '%s', 'direction': 'ingress'%s}}"
                        .formatted(group, more));
    }

    private String group(String name) {
        return asked("POST", "/security-groups", "{'security_group': {'name': '%s'}}".formatted(name))
                .good()
                .at("/security_group/id")
                .asText();
    }

    @Test
    void a_rule_is_there_once_and_is_one() {
        String id = group("web");
        String ssh = ", 'protocol': 'tcp', 'port_range_min': 22, 'port_range_max': 22";
        assertThat(rule(id, ssh).status()).isEqualTo(201);
        refused(rule(id, ssh + ", 'remote_ip_prefix': '0.0.0.0/0'"), 409, "SecurityGroupRuleExists");
        assertThat(rule(id, ssh + ", 'remote_ip_prefix': '10.0.0.0/8'").status())
                .isEqualTo(201);
        refused(rule(id, ", 'port_range_min': 22"), 400, "SecurityGroupProtocolRequiredWithPorts");
        refused(
                rule(id, ", 'protocol': 'udp', 'port_range_min': 2, 'port_range_max': 1"),
                400,
                "SecurityGroupInvalidPortRange");
        refused(
                rule(id, ", 'remote_ip_prefix': '10.0.0.0/8', 'remote_group_id': '%s'".formatted(id)),
                400,
                "SecurityGroupRemoteGroupAndRemoteIpPrefix");
        refused(rule(id, ", 'remote_group_id': 'none'"), 404, "SecurityGroupNotFound");
        refused(asked("GET", "/security-groups/none", "{}"), 404, "SecurityGroupNotFound");
        refused(asked("DELETE", "/security-group-rules/none", "{}"), 404, "SecurityGroupRuleNotFound");
    }

    @Test
    void the_rules_that_let_a_group_in_go_with_it() {
        String id = group("front");
        String source = group("back");
        assertThat(rule(id, ", 'remote_group_id': '%s'".formatted(source)).status())
                .isEqualTo(201);
        assertThat(asked("DELETE", "/security-groups/" + source, "{}").status()).isEqualTo(204);
        assertThat(asked("GET", "/security-group-rules?direction=ingress&security_group_id=" + id, "{}")
                        .good()
                        .path("security_group_rules"))
                .isEmpty();
    }

    @Test
    void the_default_group_keeps_its_name_and_quotas_hold() {
        String id = asked("GET", "/security-groups?name=default", "{}")
                .good()
                .at("/security_groups/0/id")
                .asText();
        refused(
                asked("PUT", "/security-groups/" + id, "{'security_group': {'name': 'mine'}}"),
                409,
                "SecurityGroupCannotUpdateDefault");
        String quota = "{\"quota\": {\"security_group\": 1, \"security_group_rule\": 4, \"floatingip\": 0}}";
        call("PUT", "/v2.0/quotas/" + demoId, quota, admin()).good();
        refused(asked("POST", "/security-groups", "{'security_group': {'name': 'a'}}"), 409, "OverQuota");
        refused(rule(id, ", 'protocol': 'tcp'"), 409, "OverQuota");
        refused(floating(outside(), ""), 409, "OverQuota");
        JsonNode details = call("GET", "/v2.0/quotas/" + demoId + "/details", null, demo)
                .good()
                .path("quota");
        assertThat(details.at("/security_group_rule/used").asInt()).isEqualTo(4);
        assertThat(details.at("/port/limit").asInt()).isEqualTo(-1);
    }

    private String outside() {
        return asked("GET", "/networks?name=public", "{}")
                .good()
                .at("/networks/0/id")
                .asText();
    }

    private Answer floating(String network, String more) {
        return asked(
                "POST", "/floatingips", "{'floatingip': {'floating_network_id': '%s'%s}}".formatted(network, more));
    }

    private JsonNode port() {
        return asked("POST", "/ports", "{'port': {'network_id': '%s'}}".formatted(shared()))
                .good()
                .path("port");
    }

    @Test
    void a_floating_address_leads_to_one_address_of_a_port() {
        refused(floating("none", ""), 404, "NetworkNotFound");
        refused(floating(shared(), ""), 400, "BadRequest");
        String port = port().path("id").asText();
        JsonNode one =
                floating(outside(), ", 'port_id': '%s'".formatted(port)).good().path("floatingip");
        assertThat(one.path("status").asText()).isEqualTo("ACTIVE");
        refused(floating(outside(), ", 'port_id': '%s'".formatted(port)), 409, "FloatingIPPortAlreadyAssociated");
        refused(floating(outside(), ", 'port_id': 'none'"), 404, "PortNotFound");
        String path = "/floatingips/" + one.path("id").asText();
        JsonNode described = asked("PUT", path, "{'floatingip': {'description': 'x'}}")
                .good()
                .path("floatingip");
        assertThat(described.path("port_id").asText()).isEqualTo(port);
        refused(
                asked("PUT", path, "{'floatingip': {'port_id': '%s', 'fixed_ip_address': '10.0.9.9'}}".formatted(port)),
                400,
                "BadRequest");
        assertThat(asked("PUT", path, "{'floatingip': {'port_id': null}}")
                        .good()
                        .at("/floatingip/status")
                        .asText())
                .isEqualTo("DOWN");
        assertThat(asked("DELETE", path, "{}").status()).isEqualTo(204);
        refused(asked("GET", path, "{}"), 404, "FloatingIPNotFound");
    }

    @Test
    void an_external_network_may_be_used_up() {
        String network = "{\"network\": {\"name\": \"tiny\", \"router:external\": true}}";
        String id = call("POST", "/v2.0/networks", network, admin())
                .good()
                .at("/network/id")
                .asText();
        refused(floating(id, ""), 409, "ExternalIpAddressExhausted");
        String subnet = "{\"subnet\": {\"network_id\": \"" + id + "\", \"cidr\": \"192.0.2.0/30\"}}";
        call("POST", "/v2.0/subnets", subnet, admin()).good();
        assertThat(floating(id, "").status()).isEqualTo(201);
        refused(floating(id, ""), 409, "ExternalIpAddressExhausted");
    }

    @Test
    void a_list_that_is_cut_says_where_it_goes_on() {
        cloud.network.answerAtMost(1);
        JsonNode page = asked("GET", "/networks?status=ACTIVE", "{}").good();
        assertThat(page.path("networks")).hasSize(1);
        assertThat(page.at("/networks_links/0/href").asText())
                .endsWith("/v2.0/networks?marker=" + page.at("/networks/0/id").asText() + "&status=ACTIVE");
    }
}
