package io.cellplane.compute.disk;

import io.cellplane.contracts.host.GuestPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A guest's cards, and that it asks the network for the rest: what a subnet's is, no host is told. */
final class NetworkData {
    private static final int CARD_NAME = 14;

    private NetworkData() {}

    static Map<String, Object> of(List<GuestPort> ports) {
        List<Map<String, Object>> links = new ArrayList<>();
        List<Map<String, Object>> networks = new ArrayList<>();
        for (GuestPort port : ports) {
            String card = ("tap" + port.id()).substring(0, CARD_NAME);
            Map<String, Object> link = new LinkedHashMap<>();
            link.put("id", card);
            link.put("vif_id", port.id().toString());
            link.put("type", "phy");
            link.put("mtu", null);
            link.put("ethernet_mac_address", port.macAddress());
            links.add(link);
            port.addresses().stream()
                    .map(address -> address.contains(":") ? "ipv6_dhcp" : "ipv4_dhcp")
                    .distinct()
                    .forEach(type -> networks.add(Map.of(
                            "id",
                            "network" + networks.size(),
                            "type",
                            type,
                            "link",
                            card,
                            "network_id",
                            port.networkId().toString())));
        }
        return Map.of("links", links, "networks", networks, "services", List.of());
    }
}
