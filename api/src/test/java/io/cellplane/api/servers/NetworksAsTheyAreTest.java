package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.db.Json;
import io.cellplane.openstack.ServiceAway;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Addresses and security groups are the network service's, whatever was asked for at boot. */
class NetworksAsTheyAreTest {
    @AutoClose
    private static final ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());

    private static JsonNode server(UUID server, String method, String version) {
        String body = method.equals("PUT") ? "{\"server\": {\"description\": \"x\"}}" : null;
        return cloud.call(MEMBER, version, method, "/servers/" + server, body)
                .body()
                .path("server");
    }

    @Test
    void groups_are_shown_as_the_ports_have_them_and_as_asked_for_while_nobody_says() {
        UUID server = cloud.resting("web");
        cloud.networks.groups = id -> id.equals(server.toString()) ? List.of("web", "ssh") : List.of();
        for (JsonNode shown : List.of(
                server(server, "GET", "2.1"),
                server(server, "PUT", "2.75"),
                cloud.get(MEMBER, "2.79", "/servers/detail?name=web").body().at("/servers/0"))) {
            assertThat(shown.path("security_groups").findValuesAsText("name")).containsExactly("web", "ssh");
        }
        cloud.networks.groups = id -> List.of();
        assertThat(server(server, "GET", "2.79").has("security_groups")).isFalse();
        cloud.networks.groups = id -> {
            throw new ServiceAway("network", "down", null);
        };
        assertThat(server(server, "GET", "2.79").at("/security_groups/0/name").asText())
                .isEqualTo("default");
    }

    @Test
    void floating_addresses_stand_behind_the_one_that_they_lead_to() {
        UUID server = cloud.resting("floating");
        BoundPort port = new BoundPort(
                UUID.randomUUID(),
                UUID.fromString(KnownNetworks.PRIVATE),
                "private",
                "fa:16:3e:00:00:02",
                List.of(new BoundPort.Address(4, "10.0.0.5", List.of("172.24.4.9"))),
                null,
                true);
        BoundPort gone =
                new BoundPort(UUID.randomUUID(), UUID.randomUUID(), "gone", "fa:16:3e:00:00:03", List.of(), null, true);
        cloud.cells.of("cell1").infoCaches().put(server, Json.write(List.of(port, gone)), Instant.now());
        JsonNode addresses = server(server, "GET", "2.79").path("addresses");
        assertThat(addresses.has("gone")).isFalse();
        assertThat(addresses.path("private").findValuesAsText("addr")).containsExactly("10.0.0.5", "172.24.4.9");
        assertThat(addresses.path("private").findValuesAsText("OS-EXT-IPS:type"))
                .containsExactly("fixed", "floating");
    }
}
