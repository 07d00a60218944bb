package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.contracts.server.PortBinding;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.network.HostBinding;
import io.cellplane.openstack.network.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a port is bound to on each host. */
class PortBindingsTest extends NetworkFixture {
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
    void a_binding_says_what_its_own_host_has_whichever_is_active() {
        cloud.network.plugInto("host-2", "br-two");
        Port port = networks.create(port("server-1", "host-1", "op-1", 0));
        assertThat(port.binding()).isEqualTo(openVswitch("host-1"));
        PortBinding beside = networks.bindBeside(port.id(), "host-2", "op-2").binding();
        assertThat(beside)
                .isEqualTo(new PortBinding("host-2", "bridge", Map.of("bridge_name", "br-two", "port_filter", "true")));
        for (String active : List.of("host-1", "host-2", "host-1")) {
            networks.activate(port.id(), active);
            assertThat(networks.port(port.id()).orElseThrow().binding())
                    .isEqualTo(active.equals("host-2") ? beside : openVswitch("host-1"));
            assertThat(networks.bindings(port.id()))
                    .extracting(HostBinding::binding)
                    .containsExactlyInAnyOrder(beside, openVswitch("host-1"));
        }
        assertThat(networks.bind(port.id(), "host-3").binding()).isEqualTo(openVswitch("host-3"));
    }

    private static PortBinding openVswitch(String host) {
        return new PortBinding(host, "ovs", Map.of("bridge_name", "br-int", "port_filter", "true"));
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
}
