package io.cellplane.compute.hypervisor.libvirt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a host's libvirt is reached, and what its guests get where nobody says otherwise.
 *
 * @param host its name in the cell
 * @param address the host's own address, as operators are shown it
 * @param uri of libvirt, {@code qemu:///system}
 * @param accel what runs the guests' processors
 * @param cpu what processor they see
 * @param vncAddress where their screens are served
 * @param bridge where a card goes of whose port nobody says what it is bound to; null: such a guest is refused
 * @param shutdown how long a guest may take to shut itself down
 * @param answers how long libvirt may take for an answer
 */
public record LibvirtSettings(
        String host,
        String address,
        String uri,
        Accel accel,
        Cpu cpu,
        String vncAddress,
        @Nullable String bridge,
        Duration shutdown,
        Duration answers) {

    /** What runs a guest's processors. */
    public enum Accel {
        /** Found out when the driver is opened: KVM where a guest runs by it, else emulation. */
        AUTO,
        KVM,
        QEMU
    }

    /**
     * What processor guests see.
     *
     * @param mode {@code default}: as QEMU has it; {@code host-model}, {@code host-passthrough}, {@code maximum}, or {@code custom}
     * @param model of {@code custom} alone
     */
    public record Cpu(String mode, @Nullable String model) {}
}
