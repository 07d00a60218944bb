package io.cellplane.compute.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.bus.NatsSettings;
import io.cellplane.compute.copy.CopySettings;
import io.cellplane.compute.copy.Throttle;
import io.cellplane.compute.disk.DiskSettings;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.HypervisorAway;
import io.cellplane.process.Service.Attempt;
import io.cellplane.process.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void a_host_keeps_its_disks_in_the_storage_as_it_is_told() {
        DiskSettings settings = told(Map.of(
                        "cellplane.hypervisor.storage",
                        "/disks",
                        "cellplane.disks.raw-root-disks",
                        true,
                        "cellplane.disks.largest-image-gb",
                        3,
                        "cellplane.disks.unused-images",
                        "2h"))
                .disksOf("h");
        assertThat(settings)
                .isEqualTo(
                        new DiskSettings(Path.of("/disks"), "h", DiskSettings.Root.RAW, 3L << 30, Duration.ofHours(2)));
    }

    @Test
    void a_real_host_with_a_port_for_it_offers_copies() {
        Map<String, Object> real = Map.of(
                "cellplane.hypervisor.driver",
                "libvirt",
                "cellplane.libvirt.address",
                "10.0.0.7",
                "cellplane.disks.copy-port",
                7410);
        assertThat(told(real).settings("h", Throttle.NONE).copies()).isEqualTo(new CopySettings("10.0.0.7", 7410));
        Map<String, Object> other = new HashMap<>(real);
        other.put("cellplane.disks.copy-address", "192.168.0.7");
        assertThat(told(other).settings("h", Throttle.NONE).copies()).isEqualTo(new CopySettings("192.168.0.7", 7410));
        other.put("cellplane.hypervisor.driver", "simulated");
        assertThat(told(other).settings("h", Throttle.NONE).copies()).isNull();
        assertThat(told(Map.of("cellplane.hypervisor.driver", "libvirt"))
                        .settings("h", Throttle.NONE)
                        .copies())
                .isNull();
    }

    @Test
    void all_of_a_host_has_one_bound_on_bandwidth() {
        HostConfig config = told(Map.of("cellplane.disks.bandwidth", 5_000_000_000L));
        Throttle throttle = config.throttle();
        assertThat(config.settings("h", throttle).throttle()).isSameAs(throttle);
        assertThat(throttle.bytesPerSecond()).isEqualTo(5_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"virt-type, xen", "cpu-mode, best", "cpu-mode, custom", "cpu-model, Nehalem"})
    void refuses_what_libvirt_has_not(String setting, String value) {
        HostConfig config =
                told(Map.of("cellplane.hypervisor.driver", "libvirt", "cellplane.libvirt." + setting, value));
        assertThatThrownBy(() -> config.hypervisorOf("h", Throttle.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cellplane.libvirt.");
    }

    @Test
    void libvirt_is_waited_for(@TempDir Path storage) {
        Attempt<Hypervisor> opening = told(Map.of(
                        "cellplane.hypervisor.driver",
                        "libvirt",
                        "cellplane.hypervisor.storage",
                        storage.toString(),
                        "cellplane.libvirt.uri",
                        "test+unix:///system?socket=/nobody/there"))
                .hypervisorOf("h", Throttle.NONE);
        Assumptions.assumeTrue(
                Files.exists(Path.of("/usr/lib/x86_64-linux-gnu/libvirt.so.0")), "libvirt's library is not installed");
        assertThatThrownBy(opening::make).isInstanceOf(HypervisorAway.class).hasMessageContaining("cannot be reached");
    }

    @Test
    void refuses_a_driver_that_is_not_there() {
        HostConfig config = told(Map.of("cellplane.hypervisor.driver", "abacus"));
        assertThatThrownBy(() -> config.hypervisorOf("h", Throttle.NONE)).hasMessageContaining("abacus");
    }
}
