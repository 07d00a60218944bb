package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.contracts.host.GuestPort;
import java.util.Set;
import java.util.UUID;

/** A guest's card, plugged by libvirt into what its port is bound to. */
final class CardXml {
    /** Where nobody asks for another. */
    static final String MODEL = "virtio";

    private CardXml() {}

    static void write(Tag devices, Wanted wanted, GuestPort port, LibvirtSettings settings) {
        String model = wanted.oneOf("hw_vif_model", MODEL, Set.of(MODEL, "e1000", "e1000e", "rtl8139", "vmxnet3"));
        write(devices.add("interface", "type", "bridge"), model, port, settings);
    }

    /** A card alone, for a guest that is there. */
    static String of(String model, GuestPort port, LibvirtSettings settings) {
        Tag card = Tag.root("interface", "type", "bridge");
        write(card, model, port, settings);
        return card.xml();
    }

    /** What the host calls the card of a port. */
    static String device(UUID port) {
        return "tap" + port.toString().substring(0, 11);
    }

    private static void write(Tag card, String model, GuestPort port, LibvirtSettings settings) {
        Plug plug = Plug.of(port, settings.bridge());
        card.add("mac", "address", port.macAddress());
        card.add("source", "bridge", plug.bridge());
        if (plug.openVswitch()) {
            card.add("virtualport", "type", "openvswitch")
                    .add("parameters", "interfaceid", port.id().toString());
        }
        card.add("target", "dev", device(port.id()));
        card.add("model", "type", model);
        if (port.mtu() != null) {
            card.add("mtu", "size", port.mtu().toString());
        }
    }
}
