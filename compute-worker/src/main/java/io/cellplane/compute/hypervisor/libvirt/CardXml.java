package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestPort.Binding;
import java.util.Set;

/** A guest's card, plugged by libvirt into what its port is bound to. */
final class CardXml {
    private CardXml() {}

    static void write(Tag devices, Wanted wanted, GuestPort port, LibvirtSettings settings) {
        Binding binding = port.binding();
        if (binding == null && settings.bridge() != null) {
            binding = new Binding(Binding.BRIDGE, settings.bridge(), null);
        }
        if (binding == null || binding.bridge() == null) {
            throw Failure.SPAWN_REFUSED.refused("Port " + port.id() + " does not say what it is plugged into.");
        }
        Tag card = devices.add("interface", "type", "bridge");
        card.add("mac", "address", port.macAddress());
        card.add("source", "bridge", binding.bridge());
        switch (binding.vifType()) {
            case Binding.BRIDGE -> {}
            case Binding.OVS ->
                card.add("virtualport", "type", "openvswitch")
                        .add("parameters", "interfaceid", port.id().toString());
            default ->
                throw Failure.SPAWN_REFUSED.refused(
                        "This host cannot plug port " + port.id() + ": its binding is " + binding.vifType() + ".");
        }
        card.add("target", "dev", "tap" + port.id().toString().substring(0, 11));
        card.add(
                "model",
                "type",
                wanted.oneOf("hw_vif_model", "virtio", Set.of("virtio", "e1000", "e1000e", "rtl8139", "vmxnet3")));
        if (binding.mtu() != null) {
            card.add("mtu", "size", binding.mtu().toString());
        }
    }
}
