package io.cellplane.api.servers.view;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Links;
import io.cellplane.api.http.Times;
import io.cellplane.api.policy.Rule;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.cell.FaultRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.ServerGroupRow;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.lists.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A server as each microversion writes it. */
public final class ServerBody {
    /** Where those who may know it find the cell that a server is in. */
    public static final String CELL = "OS-CELLPLANE:cell";

    private static final String ATTR = "OS-EXT-SRV-ATTR:";

    private final Call call;
    private final ApiDatabase api;
    private final HostStatus hosts;

    private ServerBody(Call call, ApiDatabase api, HostStatus hosts) {
        this.call = call;
        this.api = api;
        this.hosts = hosts;
    }

    /** @param servers those whose hosts it may tell of */
    public static ServerBody of(Call call, ApiDatabase api, List<Listed> servers) {
        List<String> hosts = servers.stream()
                .map(server -> server.row().host())
                .filter(Objects::nonNull)
                .toList();
        return new ServerBody(call, api, new HostStatus(api, hosts));
    }

    /** As an item of the short list. */
    public Map<String, Object> brief(Listed server) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", server.row().uuid().toString());
        body.put("name", server.row().displayName());
        body.put("links", links(server.row().uuid()));
        return body;
    }

    /**
     * Everything.
     *
     * @param single shown alone, not as an item of a list
     */
    public Map<String, Object> full(Shown shown, boolean single) {
        ServerRow row = shown.server().row();
        String status = ServerStatus.of(row.vmState(), shown.server().taskState());
        Map<String, Object> body = brief(shown.server());
        body.put("status", status);
        body.put("tenant_id", row.projectId());
        body.put("user_id", row.userId());
        body.put("metadata", shown.metadata());
        body.put("hostId", HostId.of(row.projectId(), row.host()));
        body.put("image", image(row.imageRef()));
        body.put("flavor", flavor(shown.flavor()));
        body.put("created", Times.seconds(row.createdAt()));
        body.put("updated", Times.seconds(row.updatedAt() == null ? row.createdAt() : row.updatedAt()));
        body.put("addresses", row.vmState().equals(VmState.BUILDING) ? Map.of() : addresses(shown.ports()));
        body.put("accessIPv4", text(row.accessIpV4()));
        body.put("accessIPv6", text(row.accessIpV6()));
        body.put("OS-DCF:diskConfig", row.autoDiskConfig() ? "AUTO" : "MANUAL");
        if (ServerStatus.hasProgress(status)) {
            body.put("progress", ServerStatus.progress(shown.server().taskState(), row.progress()));
        }
        body.put("OS-EXT-AZ:availability_zone", text(row.availabilityZone()));
        body.put("config_drive", row.configDrive() ? "True" : "");
        body.put("key_name", row.keyName());
        body.put("OS-SRV-USG:launched_at", Times.micros(row.launchedAt()));
        body.put("OS-SRV-USG:terminated_at", Times.micros(row.terminatedAt()));
        if (!shown.securityGroups().isEmpty()) {
            body.put(
                    "security_groups",
                    shown.securityGroups().stream()
                            .map(name -> Map.of("name", name))
                            .toList());
        }
        body.put("OS-EXT-STS:task_state", shown.server().taskState());
        body.put("OS-EXT-STS:vm_state", row.vmState());
        body.put("OS-EXT-STS:power_state", row.powerState());
        body.put("os-extended-volumes:volumes_attached", List.of());
        attributes(shown, body);
        cell(shown.server().cell(), body);
        later(shown, body, single);
        fault(row, shown.fault(), body);
        return body;
    }

    /** Whether the caller is shown the user data of servers. */
    public static boolean hasUserData(Call call) {
        return call.since(3) && call.may(Rule.EXTENDED_SERVER_ATTRIBUTES);
    }

    private void attributes(Shown shown, Map<String, Object> body) {
        ServerRow row = shown.server().row();
        if (!call.may(Rule.EXTENDED_SERVER_ATTRIBUTES)) {
            return;
        }
        body.put(ATTR + "host", row.host());
        body.put(ATTR + "instance_name", row.uuid().toString());
        body.put(ATTR + "hypervisor_hostname", row.node());
        if (call.since(3)) {
            body.put(ATTR + "hostname", row.hostname());
            body.put(ATTR + "kernel_id", text(row.kernelId()));
            body.put(ATTR + "launch_index", row.launchIndex());
            body.put(ATTR + "ramdisk_id", text(row.ramdiskId()));
            body.put(ATTR + "reservation_id", row.reservationId());
            body.put(ATTR + "root_device_name", row.rootDeviceName());
            body.put(ATTR + "user_data", shown.userData());
        }
    }

    private void cell(@Nullable String cell, Map<String, Object> body) {
        if (call.may(Rule.CELLPLANE_SERVERS_CELL)) {
            body.put(CELL, cell);
        }
    }

    private void hostStatus(ServerRow row, Map<String, Object> body) {
        boolean mayAll = call.may(Rule.SERVERS_SHOW_HOST_STATUS);
        if (mayAll || call.may(Rule.SERVERS_SHOW_HOST_STATUS_UNKNOWN_ONLY)) {
            String status = hosts.of(row.deleted() ? null : row.host());
            if (mayAll || status.equals(HostStatus.UNKNOWN)) {
                body.put("host_status", status);
            }
        }
    }

    private void later(Shown shown, Map<String, Object> body, boolean single) {
        ServerRow row = shown.server().row();
        if (call.since(9)) {
            body.put("locked", row.locked());
        }
        if (call.since(16)) {
            hostStatus(row, body);
        }
        if (call.since(19)) {
            body.put("description", row.displayDescription());
        }
        if (call.since(26)) {
            body.put("tags", shown.tags());
        }
        if (call.since(63)) {
            body.put("trusted_image_certificates", null);
        }
        if (call.since(71) && single) {
            body.put("server_groups", groups(row.uuid()));
        }
        if (call.since(73)) {
            body.put("locked_reason", row.lockedReason());
        }
    }

    private void fault(ServerRow row, @Nullable FaultRow fault, Map<String, Object> body) {
        if (fault == null
                || !(row.vmState().equals(VmState.ERROR) || row.vmState().equals(VmState.DELETED))) {
            return;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("code", fault.code());
        shown.put("created", Times.seconds(fault.createdAt()));
        shown.put("message", fault.message());
        if (fault.details() != null && (call.isAdmin() || fault.code() != 500)) {
            shown.put("details", fault.details());
        }
        body.put("fault", shown);
    }

    /** A server of a cell that does not answer, as an item of a list. */
    public Map<String, Object> unknown(MappingRow mapping, boolean detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", mapping.uuid().toString());
        body.put("status", ServerStatus.UNKNOWN);
        if (detail) {
            body.put("tenant_id", mapping.projectId());
            body.put("created", Times.seconds(mapping.createdAt()));
            cell(mapping.cell(), body);
        }
        body.put("links", links(mapping.uuid()));
        return body;
    }

    /** A server of a cell that does not answer, shown alone. */
    public Map<String, Object> unknown(MappingRow mapping, RequestedServer requested) {
        Map<String, Object> body = unknown(mapping, true);
        body.put("user_id", mapping.userId());
        body.put("image", image(requested.imageId()));
        body.put("flavor", embedded(requested.flavor()));
        body.put(
                "OS-EXT-AZ:availability_zone",
                requested.availabilityZone() == null ? ServerStatus.UNKNOWN : requested.availabilityZone());
        body.put("OS-EXT-STS:power_state", 0);
        if (call.since(71)) {
            body.put("server_groups", groups(mapping.uuid()));
        }
        return body;
    }

    public List<Map<String, String>> links(UUID uuid) {
        return Links.of(call, "servers/" + uuid);
    }

    private Object image(@Nullable String id) {
        return id == null || id.isEmpty() ? "" : Map.of("id", id, "links", Links.bookmark(call, "images/" + id));
    }

    private Map<String, Object> flavor(FlavorSpec flavor) {
        return call.since(47)
                ? embedded(flavor)
                : Map.of("id", flavor.flavorid(), "links", Links.bookmark(call, "flavors/" + flavor.flavorid()));
    }

    private Map<String, Object> embedded(FlavorSpec flavor) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("vcpus", flavor.vcpus());
        body.put("ram", flavor.memoryMb());
        body.put("disk", flavor.rootGb());
        body.put("ephemeral", flavor.ephemeralGb());
        body.put("swap", flavor.swapMb());
        body.put("original_name", flavor.name());
        if (call.may(Rule.SERVERS_SHOW_FLAVOR_EXTRA_SPECS)) {
            body.put("extra_specs", flavor.extraSpecs());
        }
        return body;
    }

    /** By network, each with its type and the card's address. */
    public static Map<String, List<Map<String, Object>>> addresses(List<BoundPort> ports) {
        Map<String, List<Map<String, Object>>> addresses = new LinkedHashMap<>();
        for (BoundPort port : ports) {
            if (port.addresses().isEmpty()) {
                continue;
            }
            List<Map<String, Object>> list = addresses.computeIfAbsent(port.networkName(), key -> new ArrayList<>());
            for (BoundPort.Address address : port.addresses()) {
                list.add(address(port, address.version(), address.address(), "fixed"));
                address.floating().forEach(floating -> list.add(address(port, 4, floating, "floating")));
            }
        }
        return addresses;
    }

    private static Map<String, Object> address(BoundPort port, int version, String text, String type) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("version", version);
        one.put("addr", text);
        one.put("OS-EXT-IPS:type", type);
        one.put("OS-EXT-IPS-MAC:mac_addr", port.macAddress());
        return one;
    }

    /** As old answers have them: no more than what they are. */
    public static Map<String, Object> plain(Map<?, ?> addresses) {
        Map<String, Object> plain = new LinkedHashMap<>();
        addresses.forEach((network, list) -> plain.put(
                String.valueOf(network),
                ((List<?>) list)
                        .stream().map(one -> plainAddress((Map<?, ?>) one)).toList()));
        return plain;
    }

    private static Map<String, @Nullable Object> plainAddress(Map<?, ?> address) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("version", address.get("version"));
        plain.put("addr", address.get("addr"));
        return plain;
    }

    /** One at the most. */
    private List<UUID> groups(UUID server) {
        return api.serverGroups().ofServer(server).map(ServerGroupRow::uuid).stream()
                .toList();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
