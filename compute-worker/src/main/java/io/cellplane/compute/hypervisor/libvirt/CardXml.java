package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.contracts.host.GuestPort;
import java.util.Set;

/** A guest's card, plugged by libvirt into what its port is bound to. */
final class CardXml {
    private CardXml() {}

    static void write(Tag devices, Wanted wanted, GuestPort port, LibvirtSettings settings) {
        Plug plug = Plug.of(port, settings.bridge());
        Tag card = devices.add("interface", "type", "bridge");
        card.add("mac", "address", port.macAddress());
        card.add("source", "bridge", plug.bridge());
        if (plug.openVswitch()) {
            card.add("virtualport", "type", "openvswitch")
                    .add("parameters", "interfaceid", port.id().toString());
        }
        card.add("target", "dev", "tap" + port.id().toString().substring(0, 11));
        card.add(
                "model",
                "type",
                wanted.oneOf("hw_vif_model", "virtio", Set.of("virtio", "e1000", "e1000e", "rtl8139", "vmxnet3")));
        if (port.mtu() != null) {
            card.add("mtu", "size", port.mtu().toString());
        }
    }
}
