package io.cellplane.compute.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsupportedTest extends OneHost {
    UnsupportedTest(@TempDir Path folder) {
        super(folder);
    }

    @Test
    void what_no_guest_here_gets_is_refused_before_its_disk_is_fetched() throws InterruptedException {
        AtomicBoolean fetched = new AtomicBoolean();
        NewGuest wanted = new NewGuest(
                LibvirtHost.spec(server, 1, Map.of("hw_mem_encryption", "true")),
                null,
                new RootData("raw", _ -> fetched.compareAndSet(false, true)),
                true);
        assertThatThrownBy(() -> host.hypervisor().spawn(wanted))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(Failure.SPAWN_REFUSED))
                .hasMessageContaining("hw_mem_encryption");
        assertThat(fetched).isFalse();
        assertThat(host.hypervisor().guests()).isEmpty();
    }
}
