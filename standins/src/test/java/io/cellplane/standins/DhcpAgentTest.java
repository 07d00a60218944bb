package io.cellplane.standins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.openstack.network.Port;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a DHCP server reads of ports. */
class DhcpAgentTest extends NetworkFixture {
    private Path folder() {
        return data.resolve("dhcp");
    }

    private Map<String, String> reserved() throws IOException {
        Map<String, String> reserved = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder().resolve("ports"))) {
            for (Path file : files.toList()) {
                reserved.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return reserved;
    }

    private static String line(Port port) {
        return port.mac() + "," + port.fixedIps().getFirst().address() + "\n";
    }

    @Test
    void each_card_has_its_port_s_address_as_long_as_there_is_the_port() throws IOException {
        Port before = networks.create(port("server-0", "host-1", "op-0", 0));
        cloud.network.serveDhcp(folder());
        Port port = networks.create(port("server-1", "host-1", "op-1", 0));
        assertThat(reserved()).isEqualTo(Map.of(before.id(), line(before), port.id(), line(port)));
        String other = "{\"port\": {\"fixed_ips\": [{\"ip_address\": \"10.0.77.7\"}]}}";
        call("PUT", "/v2.0/ports/" + port.id(), other, admin()).good();
        assertThat(reserved()).containsEntry(port.id(), port.mac() + ",10.0.77.7\n");
        networks.delete(port.id());
        assertThat(reserved()).containsOnlyKeys(before.id());
    }

    @Test
    void what_went_while_there_was_no_agent_goes_when_it_begins() throws IOException {
        cloud.network.serveDhcp(folder());
        Port stays = networks.create(port("server-1", "host-1", "op-1", 0));
        Port goes = networks.create(port("server-2", "host-1", "op-2", 0));
        cloud.close();
        cloud = new StandInCloud(data);
        networks = cloud.clients.networks();
        networks.delete(goes.id());
        assertThat(reserved()).hasSize(2);
        cloud.network.serveDhcp(folder());
        assertThat(reserved()).containsOnlyKeys(stays.id());
    }

    @Test
    void other_networks_are_not_served_though_their_addresses_may_be_the_same() throws IOException {
        cloud.network.serveDhcp(folder());
        String own = call("POST", "/v2.0/networks", "{\"network\": {\"name\": \"own\"}}", demo)
                .good()
                .at("/network/id")
                .asText();
        String subnet = "{\"subnet\": {\"network_id\": \"" + own + "\", \"cidr\": \"10.0.0.0/24\"}}";
        call("POST", "/v2.0/subnets", subnet, demo).good();
        call("POST", "/v2.0/ports", "{\"port\": {\"network_id\": \"" + own + "\"}}", demo)
                .good();
        assertThat(reserved()).isEmpty();
    }

    @Test
    void who_listens_hears_of_each_change() throws Exception {
        Files.createDirectories(folder());
        assertThat(new ProcessBuilder("mkfifo", folder().resolve("changed").toString())
                        .start()
                        .waitFor())
                .isZero();
        Process reader = new ProcessBuilder(
                        "bash",
                        "-c",
                        "exec 4<>\"$0\"; echo ready; while read -r _ <&4; do echo heard; done",
                        folder().resolve("changed").toString())
                .start();
        try (BufferedReader heard = reader.inputReader(UTF_8)) {
            assertThat(heard.readLine()).isEqualTo("ready");
            cloud.network.serveDhcp(folder());
            Port port = networks.create(port("server-1", "host-1", "op-1", 0));
            assertThat(heard.readLine()).isEqualTo("heard");
            networks.delete(port.id());
            assertThat(heard.readLine()).isEqualTo("heard");
        } finally {
            reader.destroyForcibly();
        }
    }
}
