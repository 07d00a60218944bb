package io.cellplane.compute.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What guests are promised of their host. */
class TraitsTest {
    private static final String FLAGS = "fpu aes avx2 pni svm sse4_1 nothing_known";

    private static List<String> cpu(Accel accel, String mode) {
        return Traits.of(accel, mode, false, FLAGS).stream()
                .filter(trait -> trait.startsWith("HW_CPU_X86_"))
                .toList();
    }

    @Test
    void guests_that_see_the_host_s_processor_have_what_it_has() {
        assertThat(cpu(Accel.KVM, "host-model"))
                .containsExactly(
                        "HW_CPU_X86_AESNI",
                        "HW_CPU_X86_AMD_SVM",
                        "HW_CPU_X86_AVX2",
                        "HW_CPU_X86_SSE3",
                        "HW_CPU_X86_SSE41",
                        "HW_CPU_X86_SVM");
    }

    @Test
    void an_emulated_processor_or_one_by_name_has_not() {
        assertThat(cpu(Accel.QEMU, "host-model")).isEmpty();
        assertThat(cpu(Accel.KVM, "custom")).isEmpty();
        assertThat(cpu(Accel.KVM, "default")).isEmpty();
    }

    @Test
    void the_driver_has_its_own() {
        assertThat(Traits.of(Accel.QEMU, "default", true, ""))
                .isSorted()
                .contains("COMPUTE_NODE", "COMPUTE_STORAGE_BUS_VIRTIO", "COMPUTE_FIRMWARE_UEFI");
        assertThat(Traits.of(Accel.QEMU, "default", false, "")).doesNotContain("COMPUTE_FIRMWARE_UEFI");
    }
}
