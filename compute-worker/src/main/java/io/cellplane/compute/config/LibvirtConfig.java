package io.cellplane.compute.config;

import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Cpu;
import java.time.Duration;
import java.util.Set;

/** How a real host's libvirt is reached, and what its guests get; empty words are none. */
public record LibvirtConfig(
        String uri,
        String address,
        String virtType,
        String cpuMode,
        String cpuModel,
        String vncAddress,
        String bridge,
        Duration shutdownTimeout,
        Duration answerTimeout) {
    private static final Set<String> CPU_MODES =
            Set.of("default", "host-model", "host-passthrough", "maximum", "custom");

    /** @throws IllegalArgumentException for what libvirt has not */
    LibvirtSettings of(String host) {
        if (!CPU_MODES.contains(cpuMode)) {
            throw new IllegalArgumentException(
                    "cellplane.libvirt.cpu-mode is one of " + CPU_MODES + ", not " + cpuMode);
        }
        if (cpuMode.equals("custom") == cpuModel.isBlank()) {
            throw new IllegalArgumentException(
                    "cellplane.libvirt.cpu-model belongs to cpu-mode custom, and to no other");
        }
        Accel accel = switch (virtType) {
            case "auto" -> Accel.AUTO;
            case "kvm" -> Accel.KVM;
            case "qemu" -> Accel.QEMU;
            default ->
                throw new IllegalArgumentException("cellplane.libvirt.virt-type is auto, kvm or qemu, not " + virtType);
        };
        return new LibvirtSettings(
                host,
                address,
                uri,
                accel,
                new Cpu(cpuMode, cpuModel.isBlank() ? null : cpuModel),
                vncAddress,
                bridge.isBlank() ? null : bridge,
                shutdownTimeout,
                answerTimeout);
    }
}
