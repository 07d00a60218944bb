package io.cellplane.compute.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.bus.NatsSettings;
import io.cellplane.process.config.Configuration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostConfigTest {
    private static HostConfig told(Map<String, Object> settings) {
        return Configuration.of("compute-worker", HostConfig.class, settings).settings();
    }

    @Test
    void a_host_is_its_own_user_on_the_bus() {
        HostConfig config = told(
                Map.of("cellplane.hosts", List.of("a.rack", "b"), "cellplane.nats.password-file", "/secrets/{host}"));
        NatsSettings nats = config.natsOf("a.rack");
        assertThat(nats.user()).isEqualTo("a.rack");
        assertThat(nats.passwordFile()).isEqualTo(Path.of("/secrets/a.rack"));
        assertThat(nats.inboxPrefix()).isEqualTo("_INBOX.a_rack");
    }

    @Test
    void refuses_a_name_whose_inbox_is_the_apis() {
        HostConfig config = told(Map.of("cellplane.hosts", List.of("api")));
        assertThatThrownBy(() -> config.natsOf("api")).hasMessageContaining("api");
    }

    @Test
    void refuses_a_driver_that_is_not_there() {
        HostConfig config = told(Map.of("cellplane.hypervisor.driver", "abacus"));
        assertThatThrownBy(() -> config.hypervisorOf("h")).hasMessageContaining("abacus");
    }
}
