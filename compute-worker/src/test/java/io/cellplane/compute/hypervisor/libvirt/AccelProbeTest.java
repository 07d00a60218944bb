package io.cellplane.compute.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccelProbeTest {
    @BeforeAll
    static void assume() {
        TestLibvirt.assume();
    }

    @Test
    void a_guest_that_is_emulated_comes_up_and_nothing_of_it_is_left(@TempDir Path folder) throws InterruptedException {
        Calls calls = new Calls(new Connections(TestLibvirt.shared().uri()), Duration.ofSeconds(60));
        assertThat(AccelProbe.runs(calls, folder, Accel.QEMU)).isTrue();
        assertThat(folder).isEmptyDirectory();
        assertThat(new Domains(calls).all()).isEmpty();
    }
}
