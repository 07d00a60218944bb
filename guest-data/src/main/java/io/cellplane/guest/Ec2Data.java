package io.cellplane.guest;

import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.GuestTold;
import io.cellplane.contracts.server.Ec2Ids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who a guest is, in the words of EC2. */
final class Ec2Data {
    private static final String ROOT_DEVICE = "/dev/vda";

    private Ec2Data() {}

    /** @param from the guest's address as its proxy saw it; null where nobody did */
    static Map<String, Object> of(GuestSpec guest, Ec2Version version, @Nullable String from) {
        GuestLaunch launch = Launches.of(guest);
        GuestTold told = Launches.told(guest);
        Ec2Ids ids = Objects.requireNonNullElseGet(told.ec2(), () -> Ec2Ids.without(guest.server()));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("ami-id", Objects.requireNonNullElse(ids.image(), ""));
        data.put("ami-launch-index", launch.index());
        // Nova's word for what nobody has.
        data.put("ami-manifest-path", "FIXME");
        data.put("instance-id", ids.server());
        data.put("hostname", guest.hostname());
        data.put("local-ipv4", local(guest.ports(), from));
        data.put("reservation-id", launch.reservation());
        data.put("security-groups", told.securityGroups());
        if (guest.keyName() != null && guest.publicKey() != null) {
            data.put("public-keys", Map.of("0", Map.of("openssh-key", guest.publicKey())));
        }
        if (version.has(Ec2Version.NAMES)) {
            data.put("local-hostname", guest.hostname());
            data.put("public-hostname", guest.hostname());
            data.put("public-ipv4", first(guest.ports().stream().flatMap(port -> port.floating().stream()), ""));
        }
        if (version.has(Ec2Version.TYPE)) {
            data.put("instance-type", launch.flavor());
        }
        if (version.has(Ec2Version.DEVICES)) {
            data.put(
                    "block-device-mapping",
                    Map.of("ami", ROOT_DEVICE.substring("/dev/".length()), "root", ROOT_DEVICE));
            if (ids.kernel() != null) {
                data.put("kernel-id", ids.kernel());
            }
            if (ids.ramdisk() != null) {
                data.put("ramdisk-id", ids.ramdisk());
            }
        }
        if (version.has(Ec2Version.PLACEMENT)) {
            data.put(
                    "placement",
                    Map.of("availability-zone", Objects.requireNonNullElse(launch.availabilityZone(), "")));
        }
        if (version.has(Ec2Version.ACTION)) {
            data.put("instance-action", "none");
        }
        return data;
    }

    private static String local(List<GuestPort> ports, @Nullable String from) {
        return first(ports.stream().flatMap(port -> port.addresses().stream()), Objects.requireNonNullElse(from, ""));
    }

    private static String first(Stream<String> addresses, String otherwise) {
        return addresses.filter(address -> !address.contains(":")).findFirst().orElse(otherwise);
    }
}
