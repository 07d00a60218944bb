package io.cellplane.standalone.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.OneServer;
import io.cellplane.standalone.client.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What there is on the hosts of a lab, and must not be, or is not, and must: domains, disks, tap devices. Asked of libvirt,
 * the file system and the kernel, not of ourselves.
 *
 * @param placed where each server is that has a guest
 * @param kept where each server is that a host keeps for a move that may be reverted
 * @param unclear servers of which there may be anything, or nothing
 * @param ports of each server: a guest that runs has a tap device for each
 */
public record OnHosts(
        Map<UUID, String> placed, Map<UUID, String> kept, Set<UUID> unclear, Map<UUID, Set<String>> ports) {
    private static final String IMAGES = "images";
    private static final String PART = ".part";
    /** How much of a port's id is in the name of its tap device. */
    private static final int TAP = 11;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Nothing but the hosts' caches of images. */
    public static List<String> left(List<LabHost> hosts) {
        return new OnHosts(Map.of(), Map.of(), Set.of(), Map.of()).wrong(hosts);
    }

    /** What all servers must have there that the API shows now. */
    public static OnHosts ofAll(ComputeClient client, Records records) {
        OnHosts all = new OnHosts(new HashMap<>(), new HashMap<>(), new HashSet<>(), new HashMap<>());
        client.compute("GET", "/servers/detail?all_tenants=1&limit=1000", null)
                .good()
                .body()
                .path("servers")
                .forEach(server -> all.add(server, client, records));
        return all;
    }

    private void add(JsonNode server, ComputeClient client, Records records) {
        UUID id = UUID.fromString(server.path("id").asText());
        if (server.path("status").asText().equals("ERROR")) {
            unclear.add(id);
        } else {
            placed.put(id, OneServer.host(server));
            ports.put(id, ports(client, id));
        }
        records.api()
                .operations()
                .toVerify(id)
                .flatMap(move -> records.api().migrations().find(move.id()))
                .map(MigrationRow::sourceHost)
                .ifPresent(source -> kept.put(id, source));
    }

    private static Set<String> ports(ComputeClient client, UUID server) {
        return StreamSupport.stream(
                        client.compute("GET", "/servers/" + server + "/os-interface", null)
                                .good()
                                .body()
                                .path("interfaceAttachments")
                                .spliterator(),
                        false)
                .map(card -> card.path("port_id").asText())
                .collect(Collectors.toSet());
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
            taps(wrong, host);
        }
        return wrong;
    }

    private void taps(List<String> wrong, LabHost host) {
        Set<UUID> active = host.active();
        Set<String> there = new TreeSet<>(host.taps());
        Set<String> wanted = active.stream()
                .flatMap(guest -> ports.getOrDefault(guest, Set.of()).stream())
                .map(OnHosts::tap)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean anything = active.stream().anyMatch(unclear::contains);
        if (anything ? !there.containsAll(wanted) : !there.equals(wanted)) {
            wrong.add(host.name() + " has the taps " + there + " instead of " + wanted);
        }
    }

    /** As OpenStack calls the card of a port. */
    private static String tap(String port) {
        return "tap" + port.substring(0, TAP);
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
