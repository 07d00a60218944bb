package io.cellplane.compute.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guest's UEFI keeps lies beside its disks, and goes where they go. */
class UefiTest {
    private final LibvirtHost host;
    private final UUID server = UUID.randomUUID();

    @BeforeAll
    static void assume() {
        TestLibvirt.assume();
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/share/OVMF")), "UEFI is not tried: ovmf is not installed");
    }

    UefiTest(@TempDir Path folder) {
        host = new LibvirtHost(folder, TestLibvirt.shared().uri());
    }

    @AfterEach
    void clean() {
        host.close();
    }

    private long kept() throws IOException {
        try (Stream<Path> files = Files.walk(host.instances)) {
            return files.filter(file -> file.endsWith("nvram")).count();
        }
    }

    @Test
    void it_is_kept_with_the_guest_and_removed_with_it() throws Exception {
        NewGuest any = host.guest(server, new Step(UUID.randomUUID(), "spawn", 1), 1, false);
        Step left = new Step(UUID.randomUUID(), "leave", 1);
        host.hypervisor()
                .spawn(new NewGuest(
                        LibvirtHost.spec(server, 1, Map.of("hw_firmware_type", "uefi", "hw_video_model", "none")),
                        any.maker(),
                        Objects.requireNonNull(any.root()),
                        false));
        assertThat(kept()).isEqualTo(1);
        host.hypervisor().leave(server, left);
        assertThat(kept()).isEqualTo(1);
        assertThat(host.hypervisor().restore(server, left.operation(), new Step(UUID.randomUUID(), "restore", 1), true))
                .isEqualTo(PowerState.RUNNING);
        host.hypervisor().destroy(server);
        assertThat(kept()).isZero();
    }
}
