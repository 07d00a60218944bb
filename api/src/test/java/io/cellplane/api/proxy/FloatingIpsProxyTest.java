package io.cellplane.api.proxy;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud.Answer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FloatingIpsProxyTest extends ProxyFixture {
    private String net;
    private String pool;

    @BeforeAll
    void networks() {
        net = net("private");
        pool = net("public");
    }

    private JsonNode taken() {
        Answer answer = call(MEMBER, "POST", "/os-floating-ips", "{'pool': 'public'}");
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.body().path("floating_ip");
    }

    private boolean isAskedFor(UUID server) {
        return cloud.api.networkChanges().in("cell1", 100).stream()
                .anyMatch(change -> change.server().equals(server));
    }

    @Test
    void an_address_is_taken_shown_and_given_back() {
        JsonNode one = taken();
        String path = "/os-floating-ips/" + one.path("id").asText();
        JsonNode shown = get(MEMBER, path).path("floating_ip");
        assertThat(shown).isEqualTo(one);
        assertThat(shown.path("ip").asText()).startsWith("172.24.4.");
        assertThat(shown.path("pool").asText()).isEqualTo("public");
        assertThat(shown.path("fixed_ip").isNull() && shown.path("instance_id").isNull())
                .isTrue();
        assertThat(shown.size()).isEqualTo(5);
        assertThat(get(MEMBER, "/os-floating-ips").path("floating_ips")).contains(one);
        assertThat(get(FOREIGNER, "/os-floating-ips").path("floating_ips")).isEmpty();
        assertThat(get(ADMIN, "/os-floating-ips").path("floating_ips")).isEmpty();
        String words = "Floating IP not found for ID " + one.path("id").asText();
        refused(call(FOREIGNER, "GET", path, null), 404, words);
        refused(call(FOREIGNER, "DELETE", path, null), 404, words);
        assertThat(call(MEMBER, "DELETE", path, null).status()).isEqualTo(202);
        refused(call(MEMBER, "GET", path, null), 404, words);
        refused(call(MEMBER, "DELETE", path, null), 404, words);
    }

    @Test
    void a_pool_is_named_by_its_name_or_id_and_may_be_none_full_or_over_the_quota() {
        assertThat(call(MEMBER, "POST", "/os-floating-ips", "{'pool': '%s'}".formatted(pool))
                        .status())
                .isEqualTo(200);
        refused(call(MEMBER, "POST", "/os-floating-ips", "{'pool': 'private'}"), 404, "Floating IP pool not found.");
        refused(call(MEMBER, "POST", "/os-floating-ips", null), 404, "Floating IP pool not found.");
        refused(call(MEMBER, "POST", "/os-floating-ips", "{}"), 404, "Floating IP pool not found.");
        String tiny = network(ADMIN, "POST", "/networks", "{'network': {'name': 'tiny', 'router:external': true}}")
                .at("/network/id")
                .asText();
        refused(
                call(MEMBER, "POST", "/os-floating-ips", "{'pool': 'tiny'}"),
                404,
                "No more floating IPs in pool tiny.");
        network(ADMIN, "POST", "/networks", "{'network': {'name': 'tiny', 'router:external': true}}");
        refused(
                call(MEMBER, "POST", "/os-floating-ips", "{'pool': 'tiny'}"),
                400,
                "Multiple floating IP pools matches found for name 'tiny'");
        assertThat(tiny).isNotEmpty();
        network(ADMIN, "PUT", "/quotas/" + PROJECT, "{'quota': {'floatingip': 0}}");
        try {
            refused(
                    call(MEMBER, "POST", "/os-floating-ips", "{'pool': 'public'}"),
                    403,
                    "IP allocation over quota in pool public.");
        } finally {
            network(ADMIN, "PUT", "/quotas/" + PROJECT, "{'quota': {'floatingip': -1}}");
        }
    }

    @Test
    void a_server_gets_an_address_and_loses_it() {
        UUID server = server("web");
        String port = port(server);
        wire(server, port);
        String fixed = addresses(port).getFirst();
        JsonNode one = taken();
        String path = "/os-floating-ips/" + one.path("id").asText();
        String ip = one.path("ip").asText();

        assertThat(act(MEMBER, server, "{'addFloatingIp': {'address': '%s'}}".formatted(ip))
                        .status())
                .isEqualTo(202);
        JsonNode led = get(MEMBER, path).path("floating_ip");
        assertThat(led.path("fixed_ip").asText()).isEqualTo(fixed);
        assertThat(led.path("instance_id").asText()).isEqualTo(server.toString());
        assertThat(get(MEMBER, "/os-floating-ips").path("floating_ips")).contains(led);
        assertThat(isAskedFor(server)).isTrue();

        UUID other = server("other");
        String second = port(other);
        wire(other, second);
        String remove = "{'removeFloatingIp': {'address': '%s'}}".formatted(ip);
        refused(
                act(MEMBER, other, remove),
                409,
                "Floating IP %s is not associated with instance %s.".formatted(ip, other));
        String to = "{'addFloatingIp': {'address': '%s', 'fixed_address': '%s'}}"
                .formatted(ip, addresses(second).getFirst());
        assertThat(act(MEMBER, other, to).status()).isEqualTo(202);
        assertThat(get(MEMBER, path).at("/floating_ip/instance_id").asText()).isEqualTo(other.toString());

        assertThat(act(MEMBER, other, remove).status()).isEqualTo(202);
        assertThat(get(MEMBER, path).path("floating_ip")).isEqualTo(one);
        assertThat(act(MEMBER, other, remove).status()).isEqualTo(409);
    }

    @Test
    void what_cannot_lead_to_a_server_is_refused_in_novas_words() {
        UUID server = server("alone");
        String port = port(server);
        JsonNode one = taken();
        String ip = one.path("ip").asText();
        String add = "{'addFloatingIp': {'address': '%s'}}".formatted(ip);

        wire(server);
        refused(act(MEMBER, server, add), 400, "Instance network is not ready yet");
        wire(server, port);
        refused(act(MEMBER, server, "{'addFloatingIp': {'address': '172.24.4.250'}}"), 404, "floating IP not found");
        refused(act(MEMBER, server, "{'removeFloatingIp': {'address': '172.24.4.250'}}"), 404, "floating IP not found");
        refused(
                act(MEMBER, server, "{'addFloatingIp': {'address': '%s', 'fixed_address': '10.9.9.9'}}".formatted(ip)),
                400,
                "Specified fixed address not assigned to instance");
        refused(
                act(MEMBER, server, "{'addFloatingIp': {'address': '1.2.3'}}"),
                400,
                "Invalid input for field/attribute address. Value: 1.2.3. '1.2.3' is not a 'ipv4'");
        network(MEMBER, "DELETE", "/ports/" + port, null);
        assertThat(act(MEMBER, server, add).message())
                .startsWith("Unable to associate floating IP %s to fixed IP".formatted(ip))
                .endsWith("Error: Port " + port + " could not be found.");
        assertThat(act(FOREIGNER, server, add).status()).isEqualTo(404);
        assertThat(cloud.call(MEMBER, "2.44", "POST", "/servers/" + server + "/action", add.replace('\'', '"'))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_port_gets_one_more_fixed_address_and_loses_it() {
        UUID server = server("fixed");
        String port = port(server);
        wire(server, port);
        assertThat(act(MEMBER, server, "{'addFixedIp': {'networkId': '%s'}}".formatted(net))
                        .status())
                .isEqualTo(202);
        List<String> two = addresses(port);
        assertThat(two).hasSize(2);
        assertThat(isAskedFor(server)).isTrue();
        String remove = "{'removeFixedIp': {'address': '%s'}}".formatted(two.getLast());
        assertThat(act(MEMBER, server, remove).status()).isEqualTo(202);
        assertThat(addresses(port)).containsExactly(two.getFirst());
        refused(
                act(MEMBER, server, remove),
                404,
                "Instance %s does not have fixed IP '%s'.".formatted(server, two.getLast()));
        refused(
                act(MEMBER, server, "{'addFixedIp': {'networkId': '%s'}}".formatted(pool)),
                404,
                "Network could not be found for instance " + server + ".");
        refused(
                act(MEMBER, server, "{'removeFixedIp': {'address': '1.2'}}"),
                400,
                "Invalid input for field/attribute address. Value: 1.2. '1.2' is not a 'ip-address'");
        act(MEMBER, server, "{'lock': null}");
        assertThat(act(MEMBER, server, remove).status()).isEqualTo(409);
        assertThat(act(MEMBER, server, "{'addFixedIp': {'networkId': '%s'}}".formatted(net))
                        .message())
                .isEqualTo("Instance " + server + " is locked");
    }
}
