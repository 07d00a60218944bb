package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.servers.ServerCloud.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The audit over what the network service has. */
class AuditedPortsTest {
    /** As an older process may have left it, or somebody who copied a profile. */
    @Test
    void a_marked_port_whose_device_is_no_server_is_named() {
        try (ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of())) {
            cloud.networks.marked.add(KnownNetworks.made("odd-port", "dhcp-agent"));
            Answer answer = cloud.get(ADMIN, "2.1", "/os-cellplane-audit");
            assertThat(answer.status()).as(answer.message()).isEqualTo(200);
            assertThat(answer.body().at("/audit/findings").toString()).contains("odd-port", "dhcp-agent");
        }
    }
}
