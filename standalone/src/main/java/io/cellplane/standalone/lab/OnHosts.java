package io.cellplane.standalone.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What there is on the hosts of a lab, and must not be, or is not, and must: domains, disks, tap devices. Asked of libvirt,
 * the file system and the kernel, not of ourselves.
 *
 * @param placed where each server is that has a guest, of one card
 * @param kept where each server is that a host keeps for a move that may be reverted
 * @param unclear servers of which there may be anything, or nothing
 */
public record OnHosts(Map<UUID, String> placed, Map<UUID, String> kept, Set<UUID> unclear) {
    private static final String IMAGES = "images";
    private static final String PART = ".part";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Nothing but the hosts' caches of images. */
    public static List<String> left(List<LabHost> hosts) {
        return new OnHosts(Map.of(), Map.of(), Set.of()).wrong(hosts);
    }

    /** Each thing in words; none when all is as it must be. */
    public List<String> wrong(List<LabHost> hosts) {
        List<String> wrong = new ArrayList<>();
        for (LabHost host : hosts) {
            Set<UUID> here = at(placed, host);
            compare(wrong, host.name(), "the domain of", here, host.guests());
            Set<UUID> disks = new HashSet<>(here);
            disks.addAll(at(kept, host));
            List<Path> files = host.files();
            compare(wrong, host.name(), "disks of", disks, servers(host, files, wrong));
            files.stream()
                    .filter(file -> file.toString().endsWith(PART))
                    .forEach(file -> wrong.add(host.name() + " has a half-done file "
                            + host.disks().relativize(file)));
            int active = host.active().size();
            List<String> taps = host.taps();
            if (taps.size() != active) {
                wrong.add(host.name() + " has the taps " + taps + " and " + active + " guests that run");
            }
        }
        return wrong;
    }

    private static Set<UUID> at(Map<UUID, String> places, LabHost host) {
        Set<UUID> here = new HashSet<>();
        places.forEach((server, name) -> {
            if (name.equals(host.name())) {
                here.add(server);
            }
        });
        return here;
    }

    /** Each has a folder; nothing else lies there but images. */
    private static Set<UUID> servers(LabHost host, List<Path> files, List<String> wrong) {
        Set<UUID> all = new HashSet<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (!host.disks().equals(file.getParent()) || name.equals(IMAGES)) {
                continue;
            }
            if (ID.matcher(name).matches()) {
                all.add(UUID.fromString(name));
            } else {
                wrong.add(host.name() + " has " + name + " among its disks");
            }
        }
        return all;
    }

    private void compare(List<String> wrong, String host, String what, Set<UUID> wanted, Set<UUID> there) {
        there.stream()
                .filter(server -> !wanted.contains(server) && !unclear.contains(server))
                .forEach(server -> wrong.add(host + " has " + what + " " + server));
        wanted.stream()
                .filter(server -> !there.contains(server))
                .forEach(server -> wrong.add(host + " lacks " + what + " " + server));
    }
}
