package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.http.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What Cellplane asks of a network service about ports and their bindings. */
@ParameterizedClass
@MethodSource("io.cellplane.standins.Neighbours#all")
class PortContractTest extends NetworkContract {
    PortContractTest(Neighbours neighbours) {
        super(neighbours);
    }

    private static String id(JsonNode one) {
        return one.path("id").asText();
    }

    private static String address(JsonNode port) {
        return port.at("/fixed_ips/0/ip_address").asText();
    }

    @Test
    void a_port_has_all_that_is_read_of_it() {
        String host = neighbours.hosts().getFirst();
        JsonNode port = bound(host);
        assertThat(address(port)).startsWith("10.0.");
        assertThat(port.at("/fixed_ips/0/subnet_id").asText()).isNotEmpty();
        assertThat(port.path("mac_address").asText()).matches("([0-9a-f]{2}:){5}[0-9a-f]{2}");
        assertThat(port.path("binding:host_id").asText()).isEqualTo(host);
        assertThat(port.path("binding:vif_type").asText()).isNotIn("", "unbound", "binding_failed");
        assertThat(port.path("binding:vif_details").isObject()).isTrue();
        assertThat(port.path("binding:profile").isObject()).isTrue();
        assertThat(port.path("binding:vnic_type").asText()).isEqualTo("normal");
        assertThat(port.path("port_security_enabled").asBoolean()).isTrue();
        assertThat(port.path("security_groups")).hasSize(1);
        assertThat(port.path("revision_number").asInt()).isPositive();
        assertThat(port.path("project_id").asText())
                .isEqualTo(port.path("tenant_id").asText());
    }

    @Test
    void a_host_without_an_agent_binds_nothing_and_says_so() {
        JsonNode port = bound(Neighbours.NOWHERE);
        assertThat(port.path("binding:vif_type").asText()).isEqualTo("binding_failed");
        assertThat(port.path("status").asText()).isEqualTo("DOWN");
        String bindings = "/ports/" + id(bound(neighbours.hosts().getFirst())) + "/bindings";
        String body = "{'binding': {'host': '" + Neighbours.NOWHERE + "', 'vnic_type': 'normal', 'profile': {}}}";
        assertThatThrownBy(() -> call("cellplane", "POST", bindings, body))
                .isInstanceOfSatisfying(
                        ServiceAway.class, away -> assertThat(away.status()).isEqualTo(500));
    }

    @Test
    void a_mac_and_an_address_are_of_one_port() {
        JsonNode first = port("cellplane", "");
        String net = ", 'network_id': '%s'".formatted(net());
        refused(
                call(
                        "cellplane",
                        "POST",
                        "/ports",
                        "{'port': {'mac_address': '%s'%s}}"
                                .formatted(first.path("mac_address").asText(), net)),
                409,
                "MacAddressInUse");
        refused(
                call(
                        "cellplane",
                        "POST",
                        "/ports",
                        "{'port': {'fixed_ips': [{'ip_address': '%s'}]%s}}".formatted(address(first), net)),
                409,
                "IpAddressAlreadyAllocated");
        refused(
                call(
                        "cellplane",
                        "POST",
                        "/ports",
                        "{'port': {'fixed_ips': [{'ip_address': '192.0.2.1'}]%s}}".formatted(net)),
                400,
                "InvalidIpForNetwork");
    }

    @Test
    void a_port_is_changed_as_it_was_seen_or_not_at_all() {
        JsonNode port = port("demo", "");
        String revision = port.path("revision_number").asText();
        Answer changed = ifMatch("demo", id(port), revision, "'name': 'first'");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().at("/port/revision_number").asInt()).isGreaterThan(Integer.parseInt(revision));
        refused(ifMatch("demo", id(port), revision, "'name': 'late'"), 412, "RevisionNumberConstraintFailed");
        assertThat(call("demo", "GET", "/ports/" + id(port), null)
                        .good()
                        .at("/port/name")
                        .asText())
                .isEqualTo("first");
    }

    @Test
    void what_is_gone_is_not_found() {
        String port = id(port("cellplane", ""));
        assertThat(call("cellplane", "DELETE", "/ports/" + port, null).status()).isEqualTo(204);
        refused(call("cellplane", "DELETE", "/ports/" + port, null), 404, "PortNotFound");
        refused(call("cellplane", "GET", "/ports/" + port, null), 404, "PortNotFound");
        refused(call("cellplane", "PUT", "/ports/" + port, "{'port': {'name': 'a'}}"), 404, "PortNotFound");
        refused(call("cellplane", "GET", "/ports/" + port + "/bindings", null), 404, "PortNotFound");
        refused(
                call("cellplane", "POST", "/ports", "{'port': {'network_id': '" + MISSING + "'}}"),
                404,
                "NetworkNotFound");
    }

    @Test
    void a_port_is_bound_to_one_more_host_and_turned_to_it() {
        String here = neighbours.hosts().get(0);
        String there = neighbours.hosts().get(1);
        String bindings = "/ports/" + id(bound(here)) + "/bindings";
        String body = "{'binding': {'host': '%s', 'vnic_type': 'normal', 'profile': {'k': 'v'}}}".formatted(there);
        Answer made = call("cellplane", "POST", bindings, body);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().at("/binding/status").asText()).isEqualTo("INACTIVE");
        assertThat(made.body().at("/binding/profile/k").asText()).isEqualTo("v");
        assertThat(made.body().at("/binding/vif_type").asText()).isNotIn("", "unbound", "binding_failed");
        refused(call("cellplane", "POST", bindings, body), 409, "PortBindingAlreadyExists");

        Answer turned = call("cellplane", "PUT", bindings + "/" + there + "/activate", null);
        assertThat(turned.status()).isEqualTo(200);
        assertThat(turned.body().path("status").asText()).isEqualTo("ACTIVE");
        refused(call("cellplane", "PUT", bindings + "/" + there + "/activate", null), 409, "PortBindingAlreadyActive");
        refused(
                call("cellplane", "PUT", bindings + "/" + Neighbours.NOWHERE + "/activate", null),
                404,
                "PortBindingNotFound");
        assertThat(call("cellplane", "GET", bindings, null)
                        .good()
                        .path("bindings")
                        .findValuesAsText("host"))
                .containsExactlyInAnyOrder(here, there);
        assertThat(call("cellplane", "GET", bindings.replace("/bindings", ""), null)
                        .good()
                        .at("/port/binding:host_id")
                        .asText())
                .isEqualTo(there);

        assertThat(call("cellplane", "DELETE", bindings + "/" + here, null).status())
                .isEqualTo(204);
        refused(call("cellplane", "DELETE", bindings + "/" + here, null), 404, "PortBindingNotFound");
    }

    @Test
    void only_ports_of_servers_have_several_bindings() {
        refused(call("cellplane", "GET", "/ports/" + id(port("cellplane", "")) + "/bindings", null), 400, "BadRequest");
    }

    @Test
    void members_neither_see_nor_choose_where_a_port_is_bound() {
        JsonNode port = port("demo", "");
        for (String field : List.of("binding:host_id", "binding:profile", "binding:vif_type", "resource_request")) {
            assertThat(port.has(field)).as(field).isFalse();
        }
        assertThat(port.path("binding:vnic_type").asText()).isEqualTo("normal");
        assertThat(call("demo", "PUT", "/ports/" + id(port), "{'port': {'binding:host_id': 'host-1'}}")
                        .status())
                .isEqualTo(403);
        assertThat(call("demo", "GET", "/ports/" + id(port("cellplane", "")), null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void lists_are_narrowed_sorted_and_paged() {
        JsonNode one = port("demo", ", 'device_id': 'contract'");
        JsonNode two = port("demo", ", 'device_id': 'contract'");
        JsonNode other = port("demo", "");
        assertThat(call("cellplane", "GET", "/ports?device_id=contract", null)
                        .good()
                        .path("ports")
                        .findValuesAsText("id"))
                .containsExactlyInAnyOrder(id(one), id(two));
        assertThat(call("cellplane", "GET", "/ports?id=%s&id=%s".formatted(id(one), id(other)), null)
                        .good()
                        .path("ports")
                        .findValuesAsText("mac_address"))
                .containsExactlyInAnyOrder(
                        one.path("mac_address").asText(),
                        other.path("mac_address").asText());
        assertThat(call(
                                "cellplane",
                                "GET",
                                "/ports?network_id=%s&fixed_ips=ip_address%%3D%s".formatted(net(), address(two)),
                                null)
                        .good()
                        .at("/ports/0/id")
                        .asText())
                .isEqualTo(id(two));
        String sorted = "/ports?device_id=contract&sort_key=id&sort_dir=asc&limit=1";
        JsonNode page = call("cellplane", "GET", sorted, null).good();
        assertThat(page.path("ports")).hasSize(1);
        assertThat(page.path("ports_links").findValuesAsText("rel")).contains("next");
        String marker = page.at("/ports/0/id").asText();
        assertThat(call("cellplane", "GET", sorted + "&marker=" + marker, null)
                        .good()
                        .at("/ports/0/id")
                        .asText())
                .isGreaterThan(marker);
        refused(call("cellplane", "GET", sorted + "&marker=" + MISSING, null), 404, "PortNotFound");
    }
}
