package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.server.PortBinding;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a port's binding comes to on a host: a bridge, of Linux or of Open vSwitch. What the binding leaves open is as Nova has it.
 *
 * @param openVswitch whether the bridge is Open vSwitch's
 */
record Plug(GuestPort port, boolean openVswitch, String bridge) {
    /** Where a host shows its network devices. */
    static final Path DEVICES = Path.of("/sys/class/net");

    /** Nova's name of Open vSwitch's bridge where a binding names none. */
    private static final String INTEGRATION = "br-int";

    /** A filter of the host's own between guest and switch, which this driver does not have. */
    private static final String HYBRID = "ovs_hybrid_plug";

    private static final int DEVICE_NAME = 14;

    /**
     * @param unsaid the bridge of a port of which nobody says what it is bound to; null: there is none
     * @throws Refused for a binding that no guest here gets
     */
    static Plug of(GuestPort port, @Nullable String unsaid) {
        PortBinding binding = port.bound();
        if (binding == null) {
            if (unsaid == null) {
                throw Failure.SPAWN_REFUSED.refused("Port " + port.id() + " does not say what it is plugged into.");
            }
            return new Plug(port, false, unsaid);
        }
        return switch (binding.vifType()) {
            case PortBinding.BRIDGE -> new Plug(port, false, bridge(binding, "brq" + port.networkId()));
            case PortBinding.OVS -> {
                if (Boolean.parseBoolean(binding.details().get(HYBRID))) {
                    throw refused(port, "wants a bridge of its own before the switch (" + HYBRID + ")");
                }
                yield new Plug(port, true, bridge(binding, INTEGRATION));
            }
            default -> throw refused(port, "is " + binding.vifType());
        };
    }

    private static Refused refused(GuestPort port, String why) {
        return Failure.SPAWN_REFUSED.refused("This host cannot plug port " + port.id() + ": its binding " + why + ".");
    }

    private static String bridge(PortBinding binding, String otherwise) {
        String name = binding.details().getOrDefault(PortBinding.BRIDGE_NAME, otherwise);
        return name.substring(0, Math.min(name.length(), DEVICE_NAME));
    }

    /**
     * @param devices where the host shows them
     * @throws Refused for a bridge that the host does not have
     */
    void require(Path devices) {
        if (!Files.exists(devices.resolve(bridge))) {
            throw Failure.SPAWN_REFUSED.refused(
                    "This host cannot plug port " + port.id() + ": it has no bridge " + bridge + ".");
        }
    }
}
