package io.cellplane.guest;

import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.GuestTold;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who a guest is, in OpenStack's layout. */
final class OpenStackData {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SEED = 512;
    private static final String NOWHERE = "none";

    private OpenStackData() {}

    /** @param files as the guest is told of them */
    static Map<String, Object> of(GuestSpec guest, Version version, List<Map<String, String>> files) {
        GuestLaunch launch = Launches.of(guest);
        GuestTold told = Launches.told(guest);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("uuid", guest.server().toString());
        if (!guest.metadata().isEmpty()) {
            data.put("meta", guest.metadata());
        }
        if (!files.isEmpty()) {
            data.put("files", files);
        }
        if (guest.adminPassword() != null) {
            data.put("admin_pass", guest.adminPassword());
        }
        if (guest.keyName() != null && guest.publicKey() != null) {
            data.put("public_keys", Map.of(guest.keyName(), guest.publicKey()));
            data.put(
                    "keys",
                    List.of(Map.of("name", guest.keyName(), "type", told.keyType(), "data", guest.publicKey())));
        }
        data.put("hostname", guest.hostname());
        data.put("name", guest.name());
        data.put("launch_index", launch.index());
        data.put("availability_zone", launch.availabilityZone());
        if (version.has(Version.GRIZZLY)) {
            data.put("random_seed", seed());
        }
        if (version.has(Version.LIBERTY)) {
            data.put("project_id", guest.projectId());
        }
        if (version.has(Version.NEWTON_ONE)) {
            data.put("devices", devices(guest.ports(), version));
        }
        if (version.has(Version.VICTORIA)) {
            data.put("dedicated_cpus", List.of());
        }
        return data;
    }

    private static String seed() {
        byte[] seed = new byte[SEED];
        RANDOM.nextBytes(seed);
        return Base64.getEncoder().encodeToString(seed);
    }

    /** Cards that their user has given a tag. Where a card is on the machine's buses only its hypervisor knows. */
    private static List<Map<String, Object>> devices(List<GuestPort> ports, Version version) {
        List<Map<String, Object>> devices = new ArrayList<>();
        for (GuestPort port : ports) {
            if (port.tag() != null) {
                Map<String, Object> device = new LinkedHashMap<>();
                if (version.has(Version.ROCKY)) {
                    device.put("vf_trusted", false);
                }
                device.put("type", "nic");
                device.put("mac", port.macAddress());
                device.put("bus", NOWHERE);
                device.put("address", NOWHERE);
                device.put("tags", List.of(port.tag()));
                devices.add(device);
            }
        }
        return devices;
    }
}
