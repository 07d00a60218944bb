package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Identity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network service (v2.0) for one machine: networks, subnets, ports and security groups in a file. It starts with a
 * shared network {@code private} and an external one {@code public}. Nothing carries a packet: a port that is bound is
 * {@code ACTIVE} at once. Its address is known once it is made; it answers once it is started.
 */
public final class NetworkStandIn implements AutoCloseable {
    private static final Map<String, String> EXTENSIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("security-group", "Security Groups"),
            Map.entry("auto-allocated-topology", "Auto Allocated Topology Services"),
            Map.entry("binding", "Port Binding"),
            Map.entry("binding-extended", "Port Bindings Extended"),
            Map.entry("external-net", "External Networks"),
            Map.entry("quotas", "Quotas"),
            Map.entry("port-security", "Port Security"),
            Map.entry("allowed-address-pairs", "Allowed Address Pairs"),
            Map.entry("net-mtu", "Network MTU"),
            Map.entry("standard-attr-timestamp", "Timestamps"),
            Map.entry("standard-attr-revisions", "Revisions"),
            Map.entry("revision-if-match", "If-Match constraints based on revision_number"),
            Map.entry("quota_details", "Quota details management API"),
            Map.entry("project-id", "Project ID")));

    /** The addresses of the network {@code private}; the first is its gateway's. */
    public static final String PRIVATE = "10.0.0.0/16";

    private final Store store;
    private final NetworkShelves shelves;
    private final WireServer server;
    private final Set<String> lacking = ConcurrentHashMap.newKeySet();

    /**
     * @param data a folder of its own
     * @param identity who tells whose a token is
     * @param owner the id of the project that owns the first networks
     */
    public NetworkStandIn(Path data, InetSocketAddress bind, Identity identity, String owner) throws IOException {
        store = new Store(data.resolve("networks.jsonl"));
        shelves = new NetworkShelves(store);
        store.once(() -> shelves.seed(owner));
        Gate gate = new Gate(identity, "network");
        Routes routes = new Routes();
        about(routes, gate);
        NetworkRoutes networks = new NetworkRoutes(shelves, gate);
        networks.on(routes);
        new PortRoutes(shelves, gate).on(routes, networks);
        new BindingRoutes(shelves, gate).on(routes);
        new FloatingRoutes(shelves, gate).on(routes, networks);
        new QuotaRoutes(shelves, gate).on(routes);
        new AllocatedRoutes(shelves, gate).on(routes);
        new GroupRoutes(shelves, gate).on(routes, networks);
        server = new WireServer(bind, routes, NetworkStandIn::failure);
    }

    public void start() {
        server.start();
    }

    /** From now on no port can be bound to that host: its agent is gone. */
    public void loseAgent(String host) {
        shelves.deaf.add(host);
    }

    /** From now on it does not say that it has that extension. */
    public void lack(String extension) {
        lacking.add(extension);
    }

    /** From now on no list has more, whatever is asked for ({@code pagination_max_limit}). */
    public void answerAtMost(int most) {
        shelves.page = most;
    }

    /** Ports that are bound from now on are plugged into that Linux bridge of their host. */
    public void plugInto(String bridge) {
        shelves.plug = Plug.bridge(bridge);
    }

    /** The same of one host alone. */
    public void plugInto(String host, String bridge) {
        shelves.plugs.put(host, Plug.bridge(bridge));
    }

    /**
     * From now on it is the DHCP agent of the network {@code private}: it tells a server of addresses which card gets which.
     *
     * @param folder where that server reads its reservations, as {@link DhcpAgent} writes them
     */
    public void serveDhcp(Path folder) {
        new DhcpAgent(folder, shelves).begin();
    }

    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }

    private void about(Routes routes, Gate gate) {
        routes.on("GET /", call -> {
            ObjectNode body = Docs.object();
            body.putArray("versions").add(Docs.version("v2.0", "CURRENT", call.base() + "/v2.0/"));
            return Said.ok(body);
        });
        routes.on("GET /v2.0", call -> {
            ObjectNode body = Docs.object();
            var resources = body.putArray("resources");
            for (String name : List.of("network", "subnet", "port", "security_group")) {
                ObjectNode resource = resources.addObject().put("name", name).put("collection", name + "s");
                String path = "/v2.0/" + name.replace('_', '-') + "s";
                resource.putArray("links").addObject().put("rel", "self").put("href", call.base() + path);
            }
            return Said.ok(body);
        });
        routes.on("GET /v2.0/extensions", call -> {
            gate.who(call);
            ObjectNode body = Docs.object();
            var all = body.putArray("extensions");
            EXTENSIONS.entrySet().stream()
                    .filter(each -> !lacking.contains(each.getKey()))
                    .forEach(each -> all.add(extension(each.getKey(), each.getValue())));
            return Said.ok(body);
        });
        routes.on("GET /v2.0/extensions/{alias}", call -> {
            gate.who(call);
            String name = EXTENSIONS.get(call.at("alias"));
            if (name == null || lacking.contains(call.at("alias"))) {
                throw new WireFailure(
                        404, "ExtensionNotFound", "Extension with alias " + call.at("alias") + " does not exist");
            }
            return Said.ok(Docs.object().set("extension", extension(call.at("alias"), name)));
        });
        for (String none : List.of("routers", "agents", "availability_zones", "subnetpools")) {
            routes.on("GET /v2.0/" + none, call -> {
                gate.who(call);
                ObjectNode body = Docs.object();
                body.putArray(none);
                return Said.ok(body);
            });
            routes.on("POST /v2.0/" + none, call -> {
                gate.who(call);
                throw new WireFailure(501, "NotImplemented", "There are no " + none + " here.");
            });
        }
    }

    private static ObjectNode extension(String alias, String name) {
        ObjectNode extension =
                Docs.object().put("alias", alias).put("name", name).put("description", name);
        extension.put("updated", "2026-01-01T00:00:00-00:00").putArray("links");
        return extension;
    }

    private static JsonNode failure(WireFailure failure) {
        if (failure.status() == 401) {
            ObjectNode body = Docs.object();
            body.putObject("error")
                    .put("code", 401)
                    .put("message", failure.words())
                    .put("title", failure.title());
            return body;
        }
        String type = failure.type().isEmpty() ? "HTTP" + failure.title().replace(" ", "") : failure.type();
        ObjectNode body = Docs.object();
        body.putObject("NeutronError")
                .put("type", type)
                .put("message", failure.words())
                .put("detail", "");
        return body;
    }
}
