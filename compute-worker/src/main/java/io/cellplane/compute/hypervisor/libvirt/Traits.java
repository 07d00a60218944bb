package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What guests of a host can have, by the names that OpenStack has for it (os-traits). */
final class Traits {
    private static final String CPU = "HW_CPU_X86_";
    /** Guests see the host's processor; any other has what its name says, or what QEMU emulates. */
    private static final Set<String> OF_THE_HOST = Set.of("host-model", "host-passthrough", "maximum");

    /** What this driver makes of an image's wishes. */
    private static final List<String> DRIVER = List.of(
            "COMPUTE_NODE",
            "COMPUTE_FIRMWARE_BIOS",
            "COMPUTE_GRAPHICS_MODEL_BOCHS",
            "COMPUTE_GRAPHICS_MODEL_CIRRUS",
            "COMPUTE_GRAPHICS_MODEL_QXL",
            "COMPUTE_GRAPHICS_MODEL_VGA",
            "COMPUTE_GRAPHICS_MODEL_VIRTIO",
            "COMPUTE_IMAGE_TYPE_AMI",
            "COMPUTE_IMAGE_TYPE_ISO",
            "COMPUTE_IMAGE_TYPE_QCOW2",
            "COMPUTE_IMAGE_TYPE_RAW",
            "COMPUTE_IMAGE_TYPE_VDI",
            "COMPUTE_IMAGE_TYPE_VHD",
            "COMPUTE_IMAGE_TYPE_VHDX",
            "COMPUTE_IMAGE_TYPE_VMDK",
            "COMPUTE_NET_VIF_MODEL_E1000",
            "COMPUTE_NET_VIF_MODEL_E1000E",
            "COMPUTE_NET_VIF_MODEL_RTL8139",
            "COMPUTE_NET_VIF_MODEL_VIRTIO",
            "COMPUTE_NET_VIF_MODEL_VMXNET3",
            "COMPUTE_STORAGE_BUS_IDE",
            "COMPUTE_STORAGE_BUS_SATA",
            "COMPUTE_STORAGE_BUS_SCSI",
            "COMPUTE_STORAGE_BUS_USB",
            "COMPUTE_STORAGE_BUS_VIRTIO",
            "HW_ARCH_X86_64");

    /** By what the kernel calls them in {@code /proc/cpuinfo}; several where there is an older name. */
    private static final Map<String, List<String>> FLAGS = Map.ofEntries(
            Map.entry("3dnow", List.of("3DNOW")),
            Map.entry("abm", List.of("ABM")),
            Map.entry("aes", List.of("AESNI")),
            Map.entry("avx", List.of("AVX")),
            Map.entry("avx2", List.of("AVX2")),
            Map.entry("avx512_bitalg", List.of("AVX512BITALG")),
            Map.entry("avx512_vbmi2", List.of("AVX512VBMI2")),
            Map.entry("avx512_vnni", List.of("AVX512VNNI")),
            Map.entry("avx512_vpopcntdq", List.of("AVX512VPOPCNTDQ")),
            Map.entry("avx512bw", List.of("AVX512BW")),
            Map.entry("avx512cd", List.of("AVX512CD")),
            Map.entry("avx512dq", List.of("AVX512DQ")),
            Map.entry("avx512er", List.of("AVX512ER")),
            Map.entry("avx512f", List.of("AVX512F")),
            Map.entry("avx512ifma", List.of("AVX512IFMA")),
            Map.entry("avx512pf", List.of("AVX512PF")),
            Map.entry("avx512vbmi", List.of("AVX512VBMI")),
            Map.entry("avx512vl", List.of("AVX512VL")),
            Map.entry("bmi1", List.of("BMI")),
            Map.entry("bmi2", List.of("BMI2")),
            Map.entry("f16c", List.of("F16C")),
            Map.entry("fma", List.of("FMA3")),
            Map.entry("fma4", List.of("FMA4")),
            Map.entry("gfni", List.of("AVX512GFNI")),
            Map.entry("mmx", List.of("MMX")),
            Map.entry("mpx", List.of("MPX")),
            Map.entry("pclmulqdq", List.of("CLMUL")),
            Map.entry("pdpe1gb", List.of("PDPE1GB")),
            Map.entry("pni", List.of("SSE3")),
            Map.entry("sha_ni", List.of("SHA")),
            Map.entry("sse", List.of("SSE")),
            Map.entry("sse2", List.of("SSE2")),
            Map.entry("sse4_1", List.of("SSE41")),
            Map.entry("sse4_2", List.of("SSE42")),
            Map.entry("sse4a", List.of("SSE4A")),
            Map.entry("ssse3", List.of("SSSE3")),
            Map.entry("svm", List.of("SVM", "AMD_SVM")),
            Map.entry("tbm", List.of("TBM")),
            Map.entry("vaes", List.of("AVX512VAES")),
            Map.entry("vmx", List.of("VMX", "INTEL_VMX")),
            Map.entry("vpclmulqdq", List.of("AVX512VPCLMULQDQ")),
            Map.entry("xop", List.of("XOP")));

    private Traits() {}

    /**
     * All of them, in order.
     *
     * @param accel not AUTO
     * @param uefi whether the host has firmware for it
     * @param flags of the host's processors, with blanks between them
     */
    static List<String> of(Accel accel, String cpuMode, boolean uefi, String flags) {
        Set<String> traits = new TreeSet<>(DRIVER);
        if (uefi) {
            traits.add("COMPUTE_FIRMWARE_UEFI");
        }
        if (accel == Accel.KVM && OF_THE_HOST.contains(cpuMode)) {
            Arrays.stream(flags.split(" "))
                    .flatMap(flag -> FLAGS.getOrDefault(flag, List.of()).stream())
                    .forEach(name -> traits.add(CPU + name));
        }
        return List.copyOf(traits);
    }
}
