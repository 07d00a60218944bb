package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Networks and subnets, and what all of the service's collections have in common. */
final class NetworkRoutes {
    private static final Set<String> NO_FILTERS =
            Set.of("limit", "marker", "fields", "sort_key", "sort_dir", "page_reverse", "fixed_ips", "tags");
    private static final List<String> NETWORK = List.of("name", "description", "admin_state_up", "mtu");
    private static final List<String> ADMINS = List.of("shared", "router:external", "is_default");
    private static final List<String> SUBNET =
            List.of("name", "description", "enable_dhcp", "dns_nameservers", "host_routes");

    private final NetworkShelves shelves;
    private final Gate gate;

    NetworkRoutes(NetworkShelves shelves, Gate gate) {
        this.shelves = shelves;
        this.gate = gate;
    }

    void on(Routes routes) {
        collection(routes, "networks", shelves.networks, shelves::seesNetwork);
        collection(routes, "subnets", shelves.subnets, shelves::seesSubnet);
        routes.on("POST /v2.0/networks", call -> {
            Token who = gate.member(call, "create_network");
            ObjectNode asked = call.json("network");
            if (ADMINS.stream().anyMatch(key -> asked.path(key).asBoolean(false)) && !who.hasRole("admin")) {
                throw WireFailure.forbidden("(rule:create_network:shared) is disallowed by policy");
            }
            ObjectNode made = shelves.network(asked, NetworkShelves.project(asked, who));
            return Said.of(201, Docs.object().set("network", shown(made)));
        });
        routes.on("PUT /v2.0/networks/{id}", call -> {
            Token who = gate.member(call, "update_network");
            ObjectNode asked = call.json("network");
            List<String> allowed = who.hasRole("admin")
                    ? Stream.concat(NETWORK.stream(), ADMINS.stream()).toList()
                    : NETWORK;
            ObjectNode next = shelves.store.locked(() -> shelves.networks.put(
                    call.at("id"), NetworkShelves.changed(own(shelves.networks, call, who), asked, allowed)));
            return Said.ok(Docs.object().set("network", shown(next)));
        });
        routes.on("DELETE /v2.0/networks/{id}", this::deleteNetwork);
        collection(routes, "rbac-policies", shelves.shares, NetworkShelves::isOwn);
        routes.on("POST /v2.0/rbac-policies", this::share);
        routes.on("DELETE /v2.0/rbac-policies/{id}", call -> {
            own(shelves.shares, call, gate.member(call, "delete_rbac_policy"));
            shelves.shares.remove(call.at("id"));
            return Said.nothing();
        });
        routes.on("POST /v2.0/subnets", call -> {
            Token who = gate.member(call, "create_subnet");
            ObjectNode asked = call.json("subnet");
            String networkId = asked.path("network_id").asText();
            ObjectNode network = shelves.networks
                    .get(networkId)
                    .filter(one -> NetworkShelves.isOwn(one, who))
                    .orElseThrow(() -> NetworkShelves.missing("network", networkId));
            ObjectNode made = shelves.subnet(network, asked, NetworkShelves.project(asked, who));
            return Said.of(201, Docs.object().set("subnet", made));
        });
        routes.on("PUT /v2.0/subnets/{id}", call -> {
            Token who = gate.member(call, "update_subnet");
            ObjectNode asked = call.json("subnet");
            return Said.ok(Docs.object()
                    .set(
                            "subnet",
                            shelves.store.locked(() -> shelves.subnets.put(
                                    call.at("id"),
                                    NetworkShelves.changed(own(shelves.subnets, call, who), asked, SUBNET)))));
        });
        routes.on("DELETE /v2.0/subnets/{id}", this::deleteSubnet);
    }

    /** List and show, by one rule of who sees what. */
    void collection(Routes routes, String plural, Shelf shelf, BiPredicate<ObjectNode, Token> sees) {
        String key = plural.replace('-', '_');
        routes.on("GET /v2.0/" + plural, call -> {
            Token who = gate.who(call);
            List<ObjectNode> all = narrowest(shelf, call).stream()
                    .filter(one -> sees.test(one, who) && hasAddress(one, call.query("fixed_ips")))
                    .map(one -> shelves.seen(one, who))
                    .toList();
            Set<String> filters = new HashSet<>(call.query().keySet());
            filters.removeAll(NO_FILTERS);
            String marker = call.query("marker");
            if (marker != null && shelf.get(marker).isEmpty()) {
                throw NetworkShelves.missing(shelf.kind(), marker);
            }
            List<ObjectNode> found = Listing.sorted(Listing.filtered(all, call, filters), call);
            List<ObjectNode> page = Listing.page(found, call, shelves.page);
            List<ObjectNode> shown = page.stream().map(one -> shown(one, who)).toList();
            ObjectNode body = Docs.object();
            body.set(key, Docs.array(Listing.narrowed(shown, call)));
            if (!page.isEmpty() && !page.getLast().equals(found.getLast())) {
                String next = Listing.next(call, page.getLast().path("id").asText());
                body.putArray(key + "_links").addObject().put("rel", "next").put("href", call.base() + next);
            }
            return Said.ok(body);
        });
        routes.on("GET /v2.0/" + plural + "/{id}", call -> {
            Token who = gate.who(call);
            ObjectNode one = shelf.get(call.at("id"))
                    .filter(found -> sees.test(found, who))
                    .map(found -> shelves.seen(found, who))
                    .orElseThrow(() -> NetworkShelves.missing(shelf.kind(), call.at("id")));
            List<ObjectNode> narrowed = Listing.narrowed(List.of(shown(one, who)), call);
            return Said.ok(Docs.object().set(shelf.kind(), narrowed.getFirst()));
        });
    }

    /** @param wanted {@code ip_address=<address>}, null for any */
    private static boolean hasAddress(ObjectNode one, @Nullable String wanted) {
        return wanted == null
                || one.path("fixed_ips").findValuesAsText("ip_address").contains(wanted.replace("ip_address=", ""));
    }

    /** What an index finds, where the query allows one: ports are many. */
    private static List<ObjectNode> narrowest(Shelf shelf, Call call) {
        String id = call.query("id");
        if (id != null && call.all("id").size() == 1) {
            return shelf.get(id).map(List::of).orElse(List.of());
        }
        for (String field : List.of("device_id", "port_id", "tenant_id", "network_id")) {
            String value = call.query(field);
            if (value != null && call.all(field).size() == 1 && shelf.isIndexed(field)) {
                return shelf.by(field, value);
            }
        }
        return shelf.all();
    }

    private ObjectNode shown(ObjectNode one, Token who) {
        if (one.has("router:external")) {
            return shown(one);
        }
        if (one.has("binding:host_id")) {
            return PortRoutes.shown(one, who);
        }
        return one.has("stateful") ? GroupRoutes.shown(one, shelves) : one;
    }

    private ObjectNode shown(ObjectNode network) {
        ObjectNode json = network.deepCopy();
        List<String> ids = shelves.subnets.by("network_id", network.path("id").asText()).stream()
                .map(subnet -> subnet.path("id").asText())
                .toList();
        json.set("subnets", Docs.texts(ids));
        return json;
    }

    static ObjectNode own(Shelf shelf, Call call, Token who) {
        return shelf.get(call.at("id"))
                .filter(one -> NetworkShelves.isOwn(one, who))
                .orElseThrow(() -> NetworkShelves.missing(shelf.kind(), call.at("id")));
    }

    /** Of a network, by its owner, with one project or all ({@code *}). */
    private Said share(Call call) {
        Token who = gate.member(call, "create_rbac_policy");
        ObjectNode asked = call.json("rbac_policy");
        if (!asked.path("object_type").asText().equals("network")
                || !asked.path("action").asText().equals("access_as_shared")) {
            throw WireFailure.bad("Only networks are shared here, by access_as_shared.");
        }
        String network = asked.path("object_id").asText();
        if (shelves.networks
                .get(network)
                .filter(one -> NetworkShelves.isOwn(one, who))
                .isEmpty()) {
            throw NetworkShelves.missing("network", network);
        }
        ObjectNode share = NetworkShelves.resource(asked, NetworkShelves.project(asked, who));
        List.of("object_type", "object_id", "action", "target_tenant").forEach(key -> share.set(key, asked.get(key)));
        return Said.of(
                201,
                Docs.object()
                        .set("rbac_policy", shelves.shares.put(share.path("id").asText(), share)));
    }

    private Said deleteNetwork(Call call) {
        Token who = gate.member(call, "delete_network");
        String id = call.at("id");
        return shelves.store.locked(() -> {
            own(shelves.networks, call, who);
            if (!shelves.ports.by("network_id", id).isEmpty()) {
                throw new WireFailure(
                        409,
                        "NetworkInUse",
                        "Unable to complete operation on network " + id
                                + ". There are one or more ports still in use on the network.");
            }
            for (ObjectNode subnet : List.copyOf(shelves.subnets.by("network_id", id))) {
                forget(subnet.path("id").asText());
            }
            shelves.networks.remove(id);
            return Said.nothing();
        });
    }

    private Said deleteSubnet(Call call) {
        Token who = gate.member(call, "delete_subnet");
        String id = call.at("id");
        return shelves.store.locked(() -> {
            ObjectNode subnet = own(shelves.subnets, call, who);
            for (ObjectNode port :
                    shelves.ports.by("network_id", subnet.path("network_id").asText())) {
                if (port.path("fixed_ips").findValuesAsText("subnet_id").contains(id)) {
                    throw new WireFailure(
                            409,
                            "SubnetInUse",
                            "Unable to complete operation on subnet " + id
                                    + ": One or more ports have an IP allocation from this subnet.");
                }
            }
            forget(id);
            return Said.nothing();
        });
    }

    private void forget(String subnet) {
        shelves.subnets.remove(subnet);
        shelves.addresses.forget(subnet);
    }
}
