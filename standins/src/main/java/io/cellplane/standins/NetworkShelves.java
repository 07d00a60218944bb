package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Token;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Everything of the network service, and who may see it. */
final class NetworkShelves {
    final Store store;
    final Shelf networks;
    final Shelf subnets;
    final Shelf ports;
    /** The inactive bindings of ports; a port carries its active one itself. */
    final Shelf bindings;

    /** With which project a network is shared, besides those that are shared with all. */
    final Shelf shares;

    final Shelf floating;

    /** What projects may have, by their ids; no bound where nothing stands. */
    final Shelf quotas;

    final Shelf groups;
    final Shelf rules;
    final Addresses addresses = new Addresses();
    /** How hosts plug ports where nothing else is said of them. */
    volatile Plug plug = Plug.OVS;

    final Map<String, Plug> plugs = new ConcurrentHashMap<>();

    /** Hosts without an agent that could plug a port. */
    final Set<String> deaf = ConcurrentHashMap.newKeySet();

    volatile int page = Integer.MAX_VALUE;

    NetworkShelves(Store store) {
        this.store = store;
        networks = store.shelf("network");
        subnets = store.shelf("subnet").indexed("network_id");
        ports = store.shelf("port").indexed("device_id").indexed("network_id").indexed("tenant_id");
        bindings = store.shelf("binding").indexed("port_id");
        shares = store.shelf("rbac_policy").indexed("object_id");
        groups = store.shelf("security_group").indexed("tenant_id");
        floating = store.shelf("floatingip").indexed("port_id").indexed("tenant_id");
        quotas = store.shelf("quota");
        rules = store.shelf("security_group_rule").indexed("security_group_id").indexed("tenant_id");
        subnets.all().forEach(addresses::add);
        ports.all().forEach(addresses::hold);
        floating.all().forEach(addresses::hold);
    }

    /** A private network shared by all, and a public one outside. */
    void seed(String owner) {
        ObjectNode inside = network(Docs.object().put("name", "private").put("shared", true), owner);
        subnet(inside, Docs.object().put("name", "private-subnet").put("cidr", NetworkStandIn.PRIVATE), owner);
        ObjectNode outside = network(Docs.object().put("name", "public").put("router:external", true), owner);
        ObjectNode range = Docs.object().put("name", "public-subnet").put("cidr", "172.24.4.0/24");
        subnet(outside, range.put("enable_dhcp", false), owner);
    }

    Plug plug(String host) {
        return plugs.getOrDefault(host, plug);
    }

    /** How many of a kind a project may have; -1: no bound. */
    int most(String project, String kind) {
        return quotas.get(project).map(quota -> quota.path(kind).asInt(-1)).orElse(-1);
    }

    /** 409 when the project has as many already. */
    void room(Shelf shelf, String project) {
        int most = most(project, shelf.kind());
        if (most >= 0 && held(shelf, project) >= most) {
            throw new WireFailure(409, "OverQuota", "Quota exceeded for resources: ['" + shelf.kind() + "'].");
        }
    }

    static int held(Shelf shelf, String project) {
        return shelf.by("tenant_id", project).size();
    }

    static ObjectNode resource(ObjectNode asked, String project) {
        String now = Docs.seconds(Instant.now());
        ObjectNode one = Docs.object()
                .put("id", Docs.id())
                .put("name", asked.path("name").asText(""))
                .put("tenant_id", project)
                .put("project_id", project)
                .put("description", asked.path("description").asText(""))
                .put("created_at", now)
                .put("updated_at", now)
                .put("revision_number", 1);
        one.putArray("tags");
        return one;
    }

    /** A changed copy of what is on the shelf, with the fields that were asked for. */
    static ObjectNode changed(ObjectNode before, ObjectNode asked, List<String> changeable) {
        ObjectNode next = before.deepCopy();
        changeable.forEach(key -> {
            if (asked.has(key)) {
                next.set(key, asked.get(key));
            }
        });
        return next.put("updated_at", Docs.seconds(Instant.now()))
                .put("revision_number", before.path("revision_number").asInt() + 1);
    }

    ObjectNode network(ObjectNode asked, String project) {
        ObjectNode network = resource(asked, project)
                .put("admin_state_up", asked.path("admin_state_up").asBoolean(true))
                .put("mtu", asked.path("mtu").asInt(1450))
                .put("status", "ACTIVE")
                .put("shared", asked.path("shared").asBoolean(false))
                .put("router:external", asked.path("router:external").asBoolean(false))
                .put("port_security_enabled", true)
                .put("is_default", asked.path("is_default").asBoolean(false))
                .put("provider:network_type", "vxlan")
                .putNull("provider:physical_network")
                .putNull("provider:segmentation_id")
                .putNull("ipv4_address_scope")
                .putNull("ipv6_address_scope");
        network.putArray("availability_zone_hints");
        network.putArray("availability_zones").add("nova");
        return networks.put(network.path("id").asText(), network);
    }

    ObjectNode subnet(ObjectNode network, ObjectNode asked, String project) {
        Cidr cidr = Cidr.of(asked.path("cidr").asText());
        String networkId = network.path("id").asText();
        return store.locked(() -> {
            subnets.by("network_id", networkId).forEach(other -> {
                if (cidr.overlaps(Cidr.of(other.path("cidr").asText()))) {
                    throw new WireFailure(
                            400, "InvalidInput", "Invalid input for operation: the subnets of a network overlap.");
                }
            });
            ObjectNode subnet = resource(asked, project)
                    .put("network_id", networkId)
                    .put("cidr", cidr.at(0) + "/" + cidr.prefix())
                    .put("ip_version", cidr.version())
                    .put("enable_dhcp", asked.path("enable_dhcp").asBoolean(true))
                    .putNull("subnetpool_id")
                    .put("ipv6_ra_mode", asked.path("ipv6_ra_mode").asText(null))
                    .put("ipv6_address_mode", asked.path("ipv6_address_mode").asText(null));
            JsonNode gateway = asked.get("gateway_ip");
            if (gateway != null && gateway.isNull()) {
                subnet.putNull("gateway_ip");
            } else {
                subnet.put("gateway_ip", gateway == null ? cidr.at(1) : gateway.asText());
            }
            int last = Math.max(1, cidr.size() - 2);
            subnet.putArray("allocation_pools")
                    .addObject()
                    .put("start", cidr.at(Math.min(2, last)))
                    .put("end", cidr.at(last));
            subnet.putArray("service_types");
            for (String list : List.of("host_routes", "dns_nameservers")) {
                subnet.set(list, asked.path(list).isArray() ? asked.get(list) : Store.JSON.createArrayNode());
            }
            addresses.add(subnet);
            return subnets.put(subnet.path("id").asText(), subnet);
        });
    }

    /** The project that a request is for: its bearer's, or another that an administrator names. */
    static String project(ObjectNode asked, Token who) {
        String own = Gate.projectOf(who);
        String named = asked.path("tenant_id").asText(asked.path("project_id").asText(own));
        if (!named.equals(own) && !who.hasRole("admin")) {
            throw WireFailure.forbidden("Specifying another project is for administrators.");
        }
        return named;
    }

    static boolean isOwn(ObjectNode one, Token who) {
        return who.hasRole("admin") || one.path("tenant_id").asText().equals(who.projectId());
    }

    boolean seesNetwork(ObjectNode network, Token who) {
        return isOwn(network, who)
                || isShared(network, who)
                || network.path("router:external").asBoolean();
    }

    /** Whether it is shared with who asks: to another it may not be. */
    private boolean isShared(ObjectNode network, Token who) {
        return network.path("shared").asBoolean()
                || shares.by("object_id", network.path("id").asText()).stream()
                        .map(share -> share.path("target_tenant").asText())
                        .anyMatch(target -> target.equals("*") || target.equals(who.projectId()));
    }

    /** As it is shown to who asks, which may be a network or anything else. */
    ObjectNode seen(ObjectNode one, Token who) {
        return one.has("router:external") ? one.deepCopy().put("shared", isShared(one, who)) : one;
    }

    boolean seesSubnet(ObjectNode subnet, Token who) {
        return isOwn(subnet, who)
                || networks.get(subnet.path("network_id").asText())
                        .map(network -> seesNetwork(network, who))
                        .orElse(false);
    }

    static WireFailure missing(String kind, String id) {
        return switch (kind) {
            case "security_group" ->
                new WireFailure(404, "SecurityGroupNotFound", "Security group " + id + " does not exist");
            case "security_group_rule" ->
                new WireFailure(404, "SecurityGroupRuleNotFound", "Security group rule " + id + " does not exist");
            case "floatingip" ->
                new WireFailure(404, "FloatingIPNotFound", "Floating IP " + id + " could not be found");
            default -> {
                String name = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
                yield new WireFailure(404, name + "NotFound", name + " " + id + " could not be found.");
            }
        };
    }
}
