package io.cellplane.guest;

import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.server.PortBinding;
import io.cellplane.contracts.server.Subnet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A guest's cards and how they get their addresses, as Nova says it: of each card its first address of either version. */
final class NetworkData {
    private static final int CARD_NAME = 14;

    /** Those that Nova shows to guests; any other one is a {@code phy}. */
    private static final Set<String> SHOWN =
            Set.of("bridge", "dvs", "hw_veb", "hyperv", "ovs", "tap", "vhostuser", "vif");

    private final List<Map<String, Object>> links = new ArrayList<>();
    private final List<Map<String, Object>> networks = new ArrayList<>();
    private final List<Map<String, Object>> services = new ArrayList<>();

    private NetworkData() {}

    static Map<String, Object> of(List<GuestPort> ports) {
        NetworkData data = new NetworkData();
        ports.forEach(data::add);
        return Map.of("links", data.links, "networks", data.networks, "services", data.services);
    }

    private void add(GuestPort port) {
        String card = ("tap" + port.id()).substring(0, CARD_NAME);
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("id", card);
        link.put("vif_id", port.id().toString());
        link.put("type", type(port.bound()));
        link.put("mtu", port.mtu());
        link.put("ethernet_mac_address", port.macAddress());
        links.add(link);
        for (int version : new int[] {4, 6}) {
            port.addresses().stream()
                    .filter(address -> version(address) == version)
                    .findFirst()
                    .ifPresent(address -> networks.add(network(port, card, version, address)));
        }
    }

    private static String type(@Nullable PortBinding binding) {
        return binding != null && SHOWN.contains(binding.vifType()) ? binding.vifType() : "phy";
    }

    private static int version(String address) {
        return address.contains(":") ? 6 : 4;
    }

    /** Where nobody says what subnet an address is of, the guest is to ask for it. */
    private Map<String, Object> network(GuestPort port, String card, int version, String address) {
        Optional<Subnet> subnet = port.subnets().stream()
                .filter(each -> Cidr.of(each.cidr()).contains(address))
                .findFirst();
        Map<String, Object> network = new LinkedHashMap<>();
        network.put("id", "network" + networks.size());
        network.put("link", card);
        network.put("network_id", port.networkId().toString());
        String type = "ipv" + version;
        if (subnet.isEmpty()
                || (subnet.get().addressMode() == null && subnet.get().dhcp())) {
            network.put("type", type + "_dhcp");
        } else {
            String mode = subnet.get().addressMode();
            network.put("type", mode == null ? type : type + "_" + mode);
            network.put("ip_address", address);
            network.put("netmask", Cidr.of(subnet.get().cidr()).mask());
            network.put("routes", routes(version, subnet.get()));
            network.put("services", nameservers(subnet.get()));
        }
        subnet.map(NetworkData::nameservers).orElse(List.of()).stream()
                .filter(service -> !services.contains(service))
                .forEach(services::add);
        return network;
    }

    private static List<Map<String, Object>> nameservers(Subnet subnet) {
        return subnet.nameservers().stream()
                .map(address -> Map.<String, Object>of("type", "dns", "address", address))
                .toList();
    }

    private static List<Map<String, Object>> routes(int version, Subnet subnet) {
        List<Map<String, Object>> routes = new ArrayList<>();
        if (subnet.gateway() != null) {
            routes.add(route(Cidr.of(version == 4 ? "0.0.0.0/0" : "::/0"), subnet.gateway()));
        }
        subnet.routes().forEach(route -> routes.add(route(Cidr.of(route.destination()), route.gateway())));
        return routes;
    }

    private static Map<String, Object> route(Cidr to, String gateway) {
        return Map.of("network", to.network(), "netmask", to.mask(), "gateway", gateway);
    }
}
