package io.cellplane.api.hypervisor;

import static io.cellplane.api.KnownUsers.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.host.HostDetails;
import io.cellplane.db.Json;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code /os-hypervisors/{id}/uptime}. */
class UptimeTest {
    @AutoClose
    private static final ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());

    private static UUID node(String host, String state, @Nullable HostDetails details) {
        UUID node = UUID.randomUUID();
        Instant now = Instant.now();
        cloud.api.hostMappings().add(host, "cell1", node, now);
        cloud.api.hostStates().add(host, "cell1", UUID.randomUUID(), state, now);
        cloud.api.providers().add(node, host, host, "cell1", now);
        cloud.api.inventories().put(node, InventoryRow.VCPU, 8, 8, 0, 4);
        var nodes = cloud.cells.of("cell1").computeNodes();
        nodes.put(node, host, host, "QEMU", 7_002_000, "10.0.0.1", 8, 1, 1, "{}", UUID.randomUUID(), now);
        nodes.describe(node, details == null ? null : Json.write(details));
        return node;
    }

    private static Answer uptime(UUID node) {
        return cloud.get(ADMIN, "2.53", "/os-hypervisors/" + node + "/uptime");
    }

    @Test
    void says_since_when_its_host_is_up() {
        Instant booted = Instant.now().minusSeconds(93 * 86_400 + 18 * 3600 + 25 * 60 + 5);
        UUID node = node("up", HostStateRow.UP, new HostDetails(List.of(), booted, null, null));
        Answer answer = uptime(node);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/hypervisor/id").asText()).isEqualTo(node.toString());
        assertThat(answer.body().at("/hypervisor/state").asText()).isEqualTo("up");
        assertThat(answer.body().at("/hypervisor/uptime").asText())
                .matches("[0-9]{2}:[0-9]{2}:[0-9]{2} up 93 days, 18:25");
        String number =
                cloud.get(ADMIN, "2.1", "/os-hypervisors/detail").body().path("hypervisors").findParents("id").stream()
                        .filter(each ->
                                each.path("hypervisor_hostname").asText().equals("up"))
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asText();
        assertThat(cloud.get(ADMIN, "2.1", "/os-hypervisors/" + number + "/uptime")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void one_that_does_not_say_or_is_down_has_none() {
        assertThat(uptime(node("mute", HostStateRow.UP, null)).status()).isEqualTo(501);
        assertThat(uptime(node("silent", HostStateRow.UP, HostDetails.NONE)).status())
                .isEqualTo(501);
        Answer down = uptime(node("down", HostStateRow.DOWN, HostDetails.NONE));
        assertThat(down.status()).isEqualTo(400);
        assertThat(down.message()).isEqualTo("Compute service of down is unavailable at this time.");
        assertThat(uptime(UUID.randomUUID()).status()).isEqualTo(404);
    }
}
