package io.cellplane.compute.disk;

import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Who a guest is. */
final class MetaData {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SEED = 512;
    private static final GuestLaunch NOTHING_KNOWN = new GuestLaunch(0, "", null, "", List.of());

    private MetaData() {}

    /** @param files as the guest is told of them */
    static Map<String, Object> of(GuestSpec guest, List<Map<String, String>> files) {
        GuestLaunch launch = Objects.requireNonNullElse(guest.launch(), NOTHING_KNOWN);
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
            data.put("keys", List.of(Map.of("name", guest.keyName(), "type", "ssh", "data", guest.publicKey())));
        }
        data.put("hostname", guest.hostname());
        data.put("name", guest.name());
        data.put("launch_index", launch.index());
        data.put("availability_zone", launch.availabilityZone());
        data.put("random_seed", seed());
        data.put("project_id", guest.projectId());
        data.put("devices", List.of());
        data.put("dedicated_cpus", List.of());
        return data;
    }

    private static String seed() {
        byte[] seed = new byte[SEED];
        RANDOM.nextBytes(seed);
        return Base64.getEncoder().encodeToString(seed);
    }

    /** The same in the words of EC2. */
    static Map<String, Object> ec2(GuestSpec guest) {
        GuestLaunch launch = Objects.requireNonNullElse(guest.launch(), NOTHING_KNOWN);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("instance-id", shortId("i-", guest.server()));
        data.put("instance-type", launch.flavor());
        data.put("instance-action", "none");
        data.put("reservation-id", launch.reservation());
        data.put("ami-launch-index", launch.index());
        data.put("hostname", guest.hostname());
        data.put("local-hostname", guest.hostname());
        data.put("public-hostname", guest.hostname());
        data.put("local-ipv4", address(guest.ports()));
        data.put("public-ipv4", "");
        data.put("placement", Map.of("availability-zone", Objects.requireNonNullElse(launch.availabilityZone(), "")));
        data.put("block-device-mapping", Map.of("ami", "vda", "root", "/dev/vda"));
        if (guest.keyName() != null && guest.publicKey() != null) {
            data.put("public-keys", Map.of("0", Map.of("openssh-key", guest.publicKey())));
        }
        return data;
    }

    private static String shortId(String prefix, UUID id) {
        return prefix + id.toString().substring(0, 8);
    }

    private static String address(List<GuestPort> ports) {
        return ports.stream()
                .flatMap(port -> port.addresses().stream())
                .filter(address -> !address.contains(":"))
                .findFirst()
                .orElse("");
    }
}
