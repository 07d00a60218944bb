package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.contracts.server.Subnet;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.network.Network;
import io.cellplane.openstack.network.NetworkReads;
import io.cellplane.openstack.network.NewPort;
import io.cellplane.openstack.network.Port;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class NetworkStandInTest extends NetworkFixture {
    @Test
    void a_project_has_the_shared_network_and_its_own() {
        String own = call("POST", "/v2.0/networks", "{\"network\": {\"name\": \"own\"}}", demo)
                .good()
                .at("/network/id")
                .asText();

        assertThat(networks.available(demoId)).extracting(Network::name).containsExactlyInAnyOrder("own", "private");
        assertThat(networks.available(cloud.identity.projectId("alt")))
                .extracting(Network::name)
                .containsExactly("private");
        assertThat(networks.network(own).orElseThrow().project()).isEqualTo(demoId);
        assertThat(networks.network("private")).isEmpty();
        assertThat(networks.securityGroups(demoId)).extracting("name").containsExactly("default");
    }

    @Test
    void a_port_is_made_once_however_often_it_is_asked_for() {
        NewPort asked = port("server-1", "host-1", "op-1", 0);
        Port made = networks.create(asked);

        assertThat(networks.create(asked)).isEqualTo(made);
        assertThat(made.status()).isEqualTo("ACTIVE");
        assertThat(made.hostId()).isEqualTo("host-1");
        assertThat(made.project()).isEqualTo(demoId);
        assertThat(made.deviceOwner()).isEqualTo("compute:nova");
        assertThat(made.fixedIps().getFirst().address()).startsWith("10.0.");
        assertThat(made.operation()).isEqualTo("op-1");

        Port other = networks.create(port("server-1", "host-1", "op-1", 1));
        assertThat(networks.portsOf("server-1")).containsExactly(made, other);
        Port moved = networks.create(port("server-1", "host-2", "op-1", 0));
        assertThat(moved.id()).isEqualTo(made.id());
        assertThat(moved.hostId()).isEqualTo("host-2");
    }

    @Test
    void what_was_asked_for_together_is_adopted_together() {
        networks.create(port("server-1", "host-1", "op-1", 1));
        List<NewPort> both = List.of(port("server-1", "host-1", "op-1", 0), port("server-1", "host-1", "op-1", 1));

        List<Port> made = networks.createAll(both);

        assertThat(networks.portsOf("server-1")).containsExactlyInAnyOrderElementsOf(made);
        assertThat(networks.createAll(both)).isEqualTo(made);
    }

    @Test
    void a_deleted_port_frees_its_address_and_deleting_twice_is_fine() {
        NewPort any = port("server-1", "host-1", "op-1", 0);
        NewPort wanted = new NewPort(any.project(), any.networkId(), any.binding(), List.of(), "10.0.7.7");
        Port made = networks.create(wanted);
        assertThat(made.fixedIps().getFirst().address()).isEqualTo("10.0.7.7");
        NewPort same = new NewPort(
                any.project(), any.networkId(), binding("server-2", "host-1", "op-2", 0), List.of(), "10.0.7.7");
        assertThatThrownBy(() -> networks.create(same))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.status()).isEqualTo(409));

        networks.giveBack(made);
        networks.giveBack(made);
        assertThat(networks.port(made.id())).isEmpty();
        assertThat(networks.create(same).fixedIps()).isEqualTo(made.fixedIps());
    }

    @Test
    void a_users_own_port_is_taken_and_released() {
        String body = "{\"port\": {\"name\": \"mine\", \"network_id\": \"" + shared() + "\"}}";
        Answer own = call("POST", "/v2.0/ports", body, demo);
        String id = own.good().at("/port/id").asText();
        assertThat(own.body().path("port").has("binding:host_id")).isFalse();

        Port taken = networks.take(id, binding("server-1", "host-1", "op-1", 0));
        assertThat(taken.isUsersOwn()).isTrue();
        assertThatThrownBy(() -> networks.take(id, binding("server-2", "host-1", "op-2", 0)))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.status()).isEqualTo(409));
        assertThat(networks.bind(id, "host-2").isUsersOwn()).isTrue();

        networks.giveBack(taken);
        Port free = networks.port(id).orElseThrow();
        assertThat(free.deviceId()).isEmpty();
        assertThat(free.hostId()).isEmpty();
        assertThat(free.profile()).isEmpty();
        assertThat(free.status()).isEqualTo("DOWN");

        networks.take(id, binding("server-2", "host-1", "op-2", 0));
        networks.giveBack(taken);
        assertThat(networks.portsOf("server-2")).hasSize(1);
    }

    @Test
    void a_caller_sees_with_its_own_token() {
        String own = call("POST", "/v2.0/networks", "{\"network\": {\"name\": \"own\"}}", demo)
                .good()
                .at("/network/id")
                .asText();
        NetworkReads alt = networks.seenBy(cloud.login("alt", "alt-pw", "alt"));
        assertThat(networks.network(own)).isPresent();
        assertThat(networks.seenBy(demo).network(own)).isPresent();
        assertThat(alt.network(own)).isEmpty();
        assertThat(alt.available(demoId)).extracting(Network::name).containsExactly("private");
        assertThat(refusal(() -> networks.seenBy("none").available(demoId))).isEqualTo(401);
    }

    @Test
    void what_is_shared_with_one_project_is_shared_to_its_tokens_alone() {
        String own = call("POST", "/v2.0/networks", "{\"network\": {\"name\": \"own\"}}", demo)
                .good()
                .at("/network/id")
                .asText();
        for (String project : List.of("alt", "service")) {
            String share = "{\"rbac_policy\": {\"object_type\": \"network\", \"object_id\": \"" + own
                    + "\", \"action\": \"access_as_shared\", \"target_tenant\": \""
                    + cloud.identity.projectId(project) + "\"}}";
            call("POST", "/v2.0/rbac-policies", share, demo).good();
        }
        String altId = cloud.identity.projectId("alt");
        NetworkReads alt = networks.seenBy(cloud.login("alt", "alt-pw", "alt"));
        NetworkReads admin = networks.seenBy(admin());
        assertThat(alt.available(altId)).extracting(Network::name).containsExactlyInAnyOrder("private", "own");
        assertThat(alt.network(own)).isPresent();
        // As this process, of the services' project, it is shared with whomever it asks for.
        assertThat(networks.available(altId)).extracting(Network::name).contains("own");
        String adminId = cloud.identity.projectId("admin");
        assertThat(networks.available(adminId)).extracting(Network::name).contains("own");
        assertThat(admin.available(adminId)).extracting(Network::name).doesNotContain("own");
    }

    @Test
    void a_port_that_only_says_it_is_a_servers_is_none_of_it() {
        Port own = networks.create(port("victim", "host-1", "op-1", 0));
        Port others = networks.create(port("other", "host-1", "op-2", 0));
        String alt = cloud.login("alt", "alt-pw", "alt");
        String claims = "{\"port\": {\"device_id\": \"victim\", \"network_id\": \"" + shared() + "\"}}";
        call("POST", "/v2.0/ports", claims, alt).good();
        call("PUT", "/v2.0/ports/" + others.id(), "{\"port\": {\"device_id\": \"victim\"}}", demo)
                .good();
        assertThat(networks.portsOf("victim")).extracting(Port::id).containsExactly(own.id());
    }

    @Test
    void foreign_ports_are_not_there() {
        Port made = networks.create(port("server-1", "host-1", "op-1", 0));
        String alt = cloud.login("alt", "alt-pw", "alt");
        String reader = cloud.login("reader", "reader-pw", "demo");

        assertThat(call("GET", "/v2.0/ports/" + made.id(), null, demo).status()).isEqualTo(200);
        assertThat(call("GET", "/v2.0/ports/" + made.id(), null, alt).status()).isEqualTo(404);
        assertThat(call("GET", "/v2.0/ports?device_id=server-1", null, alt)
                        .good()
                        .path("ports"))
                .isEmpty();
        assertThat(call("DELETE", "/v2.0/ports/" + made.id(), null, reader).status())
                .isEqualTo(403);
        JsonNode narrow = call("GET", "/v2.0/ports?fields=id&device_id=server-1", null, demo)
                .good()
                .at("/ports/0");
        assertThat(narrow).hasSize(1);
    }

    @Test
    void many_at_once_get_different_addresses() throws Exception {
        List<Port> made = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Port>> asked = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                String server = "server-" + i;
                asked.add(threads.submit(() -> networks.create(port(server, "host-1", "op-" + server, 0))));
            }
            for (Future<Port> one : asked) {
                made.add(one.get());
            }
        }
        Set<String> ips = new HashSet<>();
        Set<String> macs = new HashSet<>();
        made.forEach(port -> {
            ips.add(port.fixedIps().getFirst().address());
            macs.add(port.mac());
        });
        assertThat(ips).hasSize(150);
        assertThat(macs).hasSize(150);
    }

    @Test
    void a_subnet_tells_how_its_guests_find_their_way() {
        String own = call("POST", "/v2.0/networks", "{\"network\": {\"name\": \"own\"}}", demo)
                .good()
                .at("/network/id")
                .asText();
        String asked = """
                {"subnet": {"network_id": "%s", "cidr": "192.168.7.0/24", "enable_dhcp": false, "gateway_ip": null,
                  "dns_nameservers": ["9.9.9.9"],
                  "host_routes": [{"destination": "10.1.0.0/16", "nexthop": "192.168.7.9"}]}}
                """.formatted(own);
        String first = call("POST", "/v2.0/subnets", asked, demo)
                .good()
                .at("/subnet/id")
                .asText();
        String second = call("POST", "/v2.0/subnets", """
                        {"subnet": {"network_id": "%s", "cidr": "fd00::/64", "ipv6_address_mode": "slaac"}}
                        """.formatted(own), demo)
                .good()
                .at("/subnet/id")
                .asText();
        assertThat(networks.subnets(List.of(first, second, "nothing")))
                .containsExactlyInAnyOrder(
                        new Subnet(
                                first,
                                "192.168.7.0/24",
                                null,
                                false,
                                null,
                                List.of("9.9.9.9"),
                                List.of(new Subnet.Route("10.1.0.0/16", "192.168.7.9"))),
                        new Subnet(second, "fd00::/64", "fd00::1", true, "slaac", List.of(), List.of()));
    }

    @Test
    void a_used_up_network_refuses() {
        String own = call("POST", "/v2.0/networks", "{\"network\": {\"name\": \"small\"}}", demo)
                .good()
                .at("/network/id")
                .asText();
        String subnet = "{\"subnet\": {\"network_id\": \"" + own + "\", \"cidr\": \"192.168.0.0/30\"}}";
        call("POST", "/v2.0/subnets", subnet, demo).good();
        String port = "{\"port\": {\"network_id\": \"" + own + "\"}}";
        Answer first = call("POST", "/v2.0/ports", port, demo);
        assertThat(first.good().at("/port/fixed_ips/0/ip_address").asText()).isEqualTo("192.168.0.2");
        Answer second = call("POST", "/v2.0/ports", port, demo);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body().at("/NeutronError/type").asText()).isEqualTo("IpAddressGenerationFailure");
        assertThat(call("DELETE", "/v2.0/networks/" + own, null, demo).status()).isEqualTo(409);
    }

    @Test
    void ports_outlive_the_process_and_keep_their_addresses() throws Exception {
        List<Port> made = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            made.add(networks.create(port("server-" + i, "host-1", "op", 0)));
        }
        cloud.close();
        cloud = new StandInCloud(data);
        networks = cloud.clients.networks();

        Set<String> ips = new HashSet<>();
        made.forEach(port -> {
            assertThat(networks.port(port.id())).contains(port);
            ips.add(port.fixedIps().getFirst().address());
        });
        for (int i = 0; i < 20; i++) {
            Port fresh = networks.create(port("later-" + i, "host-1", "op", 0));
            assertThat(ips.add(fresh.fixedIps().getFirst().address())).isTrue();
        }
    }

    @Test
    void what_is_not_here_says_so() {
        assertThat(call("GET", "/v2.0/extensions/tag-ports-during-bulk-creation", null, demo)
                        .status())
                .isEqualTo(404);
        assertThat(call("POST", "/v2.0/trunks", "{}", demo).status()).isEqualTo(404);
        assertThat(call("GET", "/v2.0/ports", null, null).status()).isEqualTo(401);
        assertThat(call("POST", "/v2.0/ports", "[]", demo).status()).isEqualTo(400);
        assertThat(call("POST", "/v2.0/ports", "{\"port\": {\"network_id\": \"none\"}}", demo)
                        .status())
                .isEqualTo(404);
    }
}
