package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestSpec;

/** What a domain says of its server: to operators and their tools as Nova says it, and to the driver. */
final class Metadata {
    private static final String NOVA = "http://openstack.org/xmlns/libvirt/nova/1.1";

    private Metadata() {}

    static void write(Tag metadata, GuestSpec spec, Notes notes) {
        Tag instance = metadata.add("nova:instance", "xmlns:nova", NOVA);
        instance.text("nova:name", spec.name());
        GuestLaunch launch = spec.launch();
        Tag flavor =
                launch == null ? instance.add("nova:flavor") : instance.add("nova:flavor", "name", launch.flavor());
        flavor.text("nova:memory", spec.memoryMb());
        flavor.text("nova:disk", spec.rootGb());
        flavor.text("nova:swap", spec.swapMb());
        flavor.text("nova:ephemeral", spec.ephemeralGb());
        flavor.text("nova:vcpus", spec.vcpus());
        instance.add("nova:owner").add("nova:project", "uuid", spec.projectId());
        if (spec.imageId() != null) {
            instance.add("nova:root", "type", "image", "uuid", spec.imageId());
        }
        Tag ports = instance.add("nova:ports");
        spec.ports().forEach(port -> {
            Tag each = ports.add("nova:port", "uuid", port.id().toString());
            port.addresses()
                    .forEach(address -> each.add(
                            "nova:ip",
                            "type",
                            "fixed",
                            "address",
                            address,
                            "ipVersion",
                            address.contains(":") ? "6" : "4"));
        });
        metadata.text(Notes.PREFIX + ":" + Notes.ELEMENT, notes.json(), "xmlns:" + Notes.PREFIX, Notes.NAMESPACE);
    }
}
