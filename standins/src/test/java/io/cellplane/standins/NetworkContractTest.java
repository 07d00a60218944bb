package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.network.Binding;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.NewPort;
import io.cellplane.openstack.network.Port;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What Cellplane asks of a network service about all else. */
@ParameterizedClass
@MethodSource("io.cellplane.standins.Neighbours#all")
class NetworkContractTest extends NetworkContract {
    NetworkContractTest(Neighbours neighbours) {
        super(neighbours);
    }

    private static String id(JsonNode one) {
        return one.path("id").asText();
    }

    private String project() {
        return neighbours
                .login("demo", neighbours.password("demo"), "demo")
                .body()
                .at("/token/project/id")
                .asText();
    }

    private JsonNode group(String name) {
        return made("demo", "security_group", "/security-groups", "'name': '" + name + "'");
    }

    @Test
    void it_says_what_it_can() {
        assertThat(call("cellplane", "GET", "/extensions", null)
                        .good()
                        .path("extensions")
                        .findValuesAsText("alias"))
                .contains(
                        "binding",
                        "binding-extended",
                        "revision-if-match",
                        "port-security",
                        "security-group",
                        "auto-allocated-topology",
                        "quota_details");
        assertThat(call("cellplane", "GET", "/extensions/binding-extended", null)
                        .good()
                        .at("/extension/alias")
                        .asText())
                .isEqualTo("binding-extended");
        assertThat(call("cellplane", "GET", "/extensions/none", null).status()).isEqualTo(404);
        assertThat(neighbours
                        .call(neighbours.network(), "GET", "/v2.0/networks", null, "none")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_shared_network_is_everybodys_and_others_are_their_projects() {
        JsonNode shared =
                call("demo", "GET", "/networks?shared=True", null).good().path("networks");
        assertThat(shared.findValuesAsText("name")).contains("private");
        assertThat(shared.get(0).path("subnets")).isNotEmpty();
        assertThat(shared.get(0).path("mtu").asInt()).isPositive();
        String own = id(made("demo", "network", "/networks", "'name': 'own'"));
        assertThat(call("demo", "GET", "/networks?shared=False&tenant_id=" + project(), null)
                        .good()
                        .path("networks")
                        .findValuesAsText("id"))
                .contains(own);
        String hidden = id(made("admin", "network", "/networks", "'name': 'hidden'"));
        refused(call("demo", "GET", "/networks/" + hidden, null), 404, "NetworkNotFound");
        assertThat(call("demo", "POST", "/networks", "{'network': {'name': 'no', 'shared': true}}")
                        .status())
                .isEqualTo(403);
        port("demo", "");
        refused(call("admin", "DELETE", "/networks/" + net(), null), 409, "NetworkInUse");
    }

    @Test
    void a_project_has_its_default_group_before_it_has_anything() {
        JsonNode found = call("demo", "GET", "/security-groups?name=default&tenant_id=" + project(), null)
                .good()
                .path("security_groups");
        assertThat(found).hasSize(1);
        assertThat(found.get(0).path("security_group_rules").findValuesAsText("direction"))
                .contains("ingress", "egress");
        refused(
                call("demo", "POST", "/security-groups", "{'security_group': {'name': 'default'}}"),
                409,
                "SecurityGroupDefaultAlreadyExists");
    }

    @Test
    void groups_are_on_ports_by_their_ids_and_two_may_have_one_name() {
        String one = id(group("twin"));
        String two = id(group("twin"));
        assertThat(call("demo", "GET", "/security-groups?name=twin&tenant_id=" + project(), null)
                        .good()
                        .path("security_groups"))
                .hasSize(2);
        assertThat(call("demo", "GET", "/security-groups?id=%s&id=%s&fields=id&fields=name".formatted(one, two), null)
                        .good()
                        .path("security_groups")
                        .findValuesAsText("name"))
                .containsExactly("twin", "twin");
        String port = "/ports/" + id(port("demo", ", 'security_groups': ['%s']".formatted(one)));
        JsonNode changed = call("demo", "PUT", port, "{'port': {'security_groups': ['%s', '%s']}}".formatted(one, two))
                .good();
        assertThat(changed.at("/port/security_groups").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrder(one, two);
        refused(call("demo", "DELETE", "/security-groups/" + one, null), 409, "SecurityGroupInUse");
        refused(
                call("demo", "PUT", port, "{'port': {'security_groups': ['%s']}}".formatted(MISSING)),
                404,
                "SecurityGroupNotFound");
        refused(call("demo", "GET", "/security-groups/" + MISSING, null), 404, "SecurityGroupNotFound");
        assertThat(call("demo", "PUT", port, "{'port': {'security_groups': []}}")
                        .good()
                        .at("/port/security_groups"))
                .isEmpty();
    }

    @Test
    void a_port_without_security_has_no_groups() {
        String port = "/ports/" + id(port("cellplane", ""));
        String group = id(made("cellplane", "security_group", "/security-groups", "'name': 'closed'"));
        refused(
                call("cellplane", "PUT", port, "{'port': {'port_security_enabled': false}}"),
                409,
                "PortSecurityPortHasSecurityGroup");
        call("cellplane", "PUT", port, "{'port': {'port_security_enabled': false, 'security_groups': []}}")
                .good();
        refused(
                call("cellplane", "PUT", port, "{'port': {'security_groups': ['%s']}}".formatted(group)),
                400,
                "PortSecurityAndIPRequiredForSecurityGroups");
    }

    @Test
    void quotas_tell_how_much_is_left() {
        JsonNode port = call("admin", "GET", "/quotas/" + project() + "/details", null)
                .good()
                .at("/quota/port");
        assertThat(port.path("limit").isInt() && port.path("reserved").isInt()).isTrue();
        int used = port.path("used").asInt();
        port("demo", "");
        assertThat(call("admin", "GET", "/quotas/" + project() + "/details", null)
                        .good()
                        .at("/quota/port/used")
                        .asInt())
                .isEqualTo(used + 1);
    }

    @Test
    void no_network_is_made_for_a_project_where_none_leads_outside() {
        refused(
                call("demo", "GET", "/auto-allocated-topology/" + project() + "?fields=dry-run", null),
                409,
                "AutoAllocationFailure");
        try (OpenStack clients = neighbours.clients()) {
            assertThat(clients.networks().seenBy(neighbours.token("demo")).allocated(project()))
                    .isEmpty();
        }
    }

    @Test
    void cellplanes_client_makes_takes_moves_and_gives_back_ports() {
        String here = neighbours.hosts().get(0);
        String there = neighbours.hosts().get(1);
        String server = UUID.randomUUID().toString();
        try (OpenStack clients = neighbours.clients()) {
            Networks networks = clients.networks();
            Binding binding = new Binding(server, "compute:nova", here, "operation/1", 0);
            NewPort asked = new NewPort(project(), net(), binding, List.of(), null);
            Port made = networks.create(asked);
            assertThat(networks.create(asked).id()).isEqualTo(made.id());
            String own = id(port("demo", ""));
            networks.take(own, new Binding(server, "compute:nova", here, "operation/1", 1));
            assertThat(networks.portsOf(server)).extracting(Port::id).containsExactlyInAnyOrder(made.id(), own);
            for (Port port : networks.portsOf(server)) {
                networks.bindBeside(port.id(), there, "operation/2");
                networks.activate(port.id(), there);
                networks.activate(port.id(), there);
                networks.dropBinding(port.id(), here);
                networks.dropBinding(port.id(), here);
            }
            assertThat(networks.portsOf(server)).extracting(Port::hostId).containsOnly(there);
            assertThat(networks.groupsOf(List.of(server)).get(server)).containsExactly("default", "default");
            networks.portsOf(server).forEach(networks::giveBack);
            assertThat(networks.port(made.id())).isEmpty();
            Port free = networks.port(own).orElseThrow();
            assertThat(free.deviceId() + free.hostId()).isEmpty();
            assertThat(free.profile()).isEmpty();
        }
    }
}
