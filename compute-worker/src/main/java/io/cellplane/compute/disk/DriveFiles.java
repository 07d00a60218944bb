package io.cellplane.compute.disk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a guest finds on its config drive, file by file, as Nova's metadata service says it. */
final class DriveFiles {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String OPENSTACK = "openstack/latest/";
    private static final String EC2 = "ec2/latest/";

    private DriveFiles() {}

    /**
     * By path.
     *
     * @param vendor what every guest of the host is told
     */
    static Map<String, byte[]> of(GuestSpec guest, Map<String, Object> vendor) {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(OPENSTACK + "meta_data.json", json(MetaData.of(guest, contents(guest, files))));
        files.put(OPENSTACK + "network_data.json", json(NetworkData.of(guest.ports())));
        files.put(OPENSTACK + "vendor_data.json", json(vendor));
        files.put(OPENSTACK + "vendor_data2.json", json(Map.of("static", vendor)));
        files.put(EC2 + "meta-data.json", json(MetaData.ec2(guest)));
        if (guest.userData() != null) {
            byte[] userData = Base64.getMimeDecoder().decode(guest.userData());
            files.put(OPENSTACK + "user_data", userData);
            files.put(EC2 + "user-data", userData);
        }
        return files;
    }

    /** Adds the files that were asked for. @return what the guest is told of them */
    private static List<Map<String, String>> contents(GuestSpec guest, Map<String, byte[]> files) {
        List<Map<String, String>> told = new ArrayList<>();
        GuestLaunch launch = guest.launch();
        for (GuestLaunch.InjectedFile file : launch == null ? List.<GuestLaunch.InjectedFile>of() : launch.files()) {
            String at = "/content/%04d".formatted(told.size());
            files.put("openstack" + at, Base64.getMimeDecoder().decode(file.contents()));
            told.add(Map.of("path", file.path(), "content_path", at));
        }
        return told;
    }

    private static byte[] json(Map<String, ?> content) {
        try {
            return JSON.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            // Without its cause, whose words may be the content's.
            throw new IllegalStateException("a config drive's file cannot be written");
        }
    }
}
