package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.network.Binding;
import io.cellplane.openstack.network.HostBinding;
import io.cellplane.openstack.network.Network;
import io.cellplane.openstack.network.NetworkReads;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.NewPort;
import io.cellplane.openstack.network.Port;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkStandInTest {
    @TempDir
    Path data;

    private StandInCloud cloud;
    private Networks networks;
    private String demoId;
    private String demo;

    @BeforeEach
    void open() throws Exception {
        cloud = new StandInCloud(data);
        networks = cloud.clients.networks();
        demoId = cloud.identity.projectId("demo");
        demo = cloud.login("demo", "demo-pw", "demo");
    }

    @AfterEach
    void close() {
        cloud.close();
    }

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
    void a_port_is_bound_beside_and_then_there() {
        Port port = networks.create(port("server-1", "host-1", "op-1", 0));
        HostBinding beside = networks.bindBeside(port.id(), "host-2", "op-2");
        assertThat(beside.active()).isFalse();
        assertThat(beside.operation()).isEqualTo("op-2");
        assertThat(networks.port(port.id()).orElseThrow().hostId()).isEqualTo("host-1");
        assertThat(refusal(() -> networks.bindBeside(port.id(), "host-2", "op-2")))
                .isEqualTo(409);
        assertThat(refusal(() -> networks.bindBeside(port.id(), "host-1", "op-2")))
                .isEqualTo(409);

        networks.activate(port.id(), "host-2");
        networks.activate(port.id(), "host-2");
        Port moved = networks.port(port.id()).orElseThrow();
        assertThat(moved.hostId()).isEqualTo("host-2");
        assertThat(moved.operation()).isEqualTo("op-2");
        assertThat(moved.profile().get(Port.INDEX)).isEqualTo("0");
        assertThat(moved.fixedIps()).isEqualTo(port.fixedIps());
        assertThat(networks.bindings(port.id()))
                .extracting(HostBinding::host, HostBinding::active)
                .containsExactly(tuple("host-2", true), tuple("host-1", false));
        assertThat(networks.bindings(List.of(port.id())).get(port.id())).hasSize(2);
        String path = "/v2.0/ports/" + port.id() + "/bindings";
        Answer again = call("PUT", path + "/host-2/activate", null, admin());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body().at("/NeutronError/type").asText()).isEqualTo("PortBindingAlreadyActive");
        assertThat(call("GET", path, null, demo).status()).isEqualTo(403);

        networks.activate(port.id(), "host-1");
        networks.dropBinding(port.id(), "host-2");
        networks.dropBinding(port.id(), "host-2");
        assertThat(networks.bindings(port.id())).extracting(HostBinding::host).containsExactly("host-1");
        assertThat(refusal(() -> networks.activate(port.id(), "host-2"))).isEqualTo(404);
    }

    @Test
    void all_ports_are_read_page_by_page_and_asked_for_their_bindings_where_there_may_be_some() {
        cloud.network.answerAtMost(2);
        for (int number = 0; number < 5; number++) {
            Port port = networks.create(port("server-" + number, "host-1", "op-" + number, 0));
            networks.bindBeside(port.id(), "host-2", "op");
        }
        call("POST", "/v2.0/ports", "{\"port\": {\"network_id\": \"" + shared() + "\"}}", demo)
                .good();
        List<Integer> pages = new ArrayList<>();
        networks.marked(page -> pages.add(page.size()));
        assertThat(pages).allMatch(size -> size <= 2);
        assertThat(pages.stream().mapToInt(size -> size).sum()).isEqualTo(5);

        Map<String, Set<String>> beside = new TreeMap<>();
        networks.markedBeside(
                servers -> {
                    assertThat(servers).hasSizeLessThanOrEqualTo(2);
                    return Set.of("server-1", "server-3");
                },
                (port, hosts) -> beside.put(port.deviceId(), hosts));
        assertThat(beside)
                .containsExactly(
                        entry("server-0", Set.of()),
                        entry("server-1", Set.of("host-2")),
                        entry("server-2", Set.of()),
                        entry("server-3", Set.of("host-2")),
                        entry("server-4", Set.of()));
    }

    @Test
    void a_port_that_goes_while_all_are_read_hides_no_other() {
        cloud.network.answerAtMost(2);
        for (int number = 0; number < 6; number++) {
            networks.create(port("server-" + number, "host-1", "op-" + number, 0));
        }
        List<String> told = new ArrayList<>();
        networks.marked(page -> {
            page.forEach(port -> told.add(port.deviceId()));
            networks.delete(page.getLast().id());
        });
        assertThat(told)
                .containsExactlyInAnyOrder("server-0", "server-1", "server-2", "server-3", "server-4", "server-5");
    }

    @Test
    void a_port_is_plugged_into_the_bridge_that_hosts_have() {
        cloud.network.plugInto("br-guests");
        Port port = networks.create(port("server-1", "host-1", "op-1", 0));
        networks.bindBeside(port.id(), "host-2", "op-2");
        JsonNode seen =
                call("GET", "/v2.0/ports/" + port.id(), null, admin()).good().path("port");
        assertThat(seen.path("binding:vif_type").asText()).isEqualTo("bridge");
        assertThat(seen.at("/binding:vif_details/bridge_name").asText()).isEqualTo("br-guests");
        JsonNode bindings = call("GET", "/v2.0/ports/" + port.id() + "/bindings", null, admin())
                .good();
        assertThat(bindings.findValuesAsText("vif_type")).containsExactly("bridge", "bridge");
        assertThat(bindings.findValuesAsText("bridge_name")).containsExactly("br-guests", "br-guests");
    }

    @Test
    void bindings_go_with_their_port() throws Exception {
        Port port = networks.create(port("server-1", "host-1", "op-1", 0));
        networks.bindBeside(port.id(), "host-2", "op-2");
        cloud.close();
        cloud = new StandInCloud(data);
        networks = cloud.clients.networks();
        assertThat(networks.bindings(port.id())).hasSize(2);

        networks.delete(port.id());
        assertThat(networks.bindings(port.id())).isEmpty();
        assertThat(refusal(() -> networks.bindBeside(port.id(), "host-2", "op-2")))
                .isEqualTo(404);
    }

    @Test
    void a_users_own_port_that_moved_is_still_theirs_and_freed_from_every_host() {
        String body = "{\"port\": {\"name\": \"mine\", \"network_id\": \"" + shared() + "\"}}";
        String id =
                call("POST", "/v2.0/ports", body, demo).good().at("/port/id").asText();
        assertThat(refusal(() -> networks.bindings(id)))
                .as("only servers' ports have several")
                .isEqualTo(400);
        networks.take(id, binding("server-1", "host-1", "op-1", 0));
        networks.bindBeside(id, "host-2", "op-2");
        networks.activate(id, "host-2");
        Port moved = networks.port(id).orElseThrow();
        assertThat(moved.isUsersOwn()).isTrue();

        networks.giveBack(moved);
        assertThat(networks.port(id).orElseThrow().hostId()).isEmpty();
        networks.take(id, binding("server-2", "host-3", "op-3", 0));
        assertThat(networks.bindings(id)).extracting(HostBinding::host).containsExactly("host-3");
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

    private static int refusal(Runnable call) {
        try {
            call.run();
            return 0;
        } catch (ServiceRefused refused) {
            return refused.status();
        }
    }

    private String admin() {
        return cloud.login("admin", "admin-pw", "admin");
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

    private String shared() {
        return networks.available(cloud.identity.projectId("alt")).getFirst().id();
    }

    private NewPort port(String server, String host, String operation, int index) {
        return new NewPort(demoId, shared(), binding(server, host, operation, index), List.of(), null);
    }

    private static Binding binding(String server, String host, String operation, int index) {
        return new Binding(server, "compute:nova", host, operation, index);
    }

    private Answer call(String method, String path, @Nullable String body, @Nullable String token) {
        return cloud.call(cloud.network.address(), method, path, body, token);
    }
}
