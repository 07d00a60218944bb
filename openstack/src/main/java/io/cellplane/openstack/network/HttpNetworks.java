package io.cellplane.openstack.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.contracts.server.Subnet;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.http.OwnCalls;
import io.cellplane.openstack.http.RequestId;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.identity.TokenSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** A Neutron, or what speaks like one. The own token must be an administrator's, as bindings are. */
public final class HttpNetworks implements Networks {
    private static final int AT_ONCE = 16;
    /** So many ports are asked for at once. */
    private static final int PAGE = 1_000;

    private static final int BINDING_ATTEMPTS = 3;
    private static final int MAC_TURNS = 4;
    private static final int CONFLICT = 409;
    private static final int CHANGED_MEANWHILE = 412;

    private final ServiceHttp http;
    private final OwnCalls calls;
    private final HttpNetworkReads own;

    /** @param http rooted above {@code /v2.0} */
    public HttpNetworks(ServiceHttp http, TokenSource own) {
        this.http = http;
        this.calls = new OwnCalls(http, own);
        this.own = new HttpNetworkReads(calls::get);
    }

    @Override
    public List<Network> available(String project) {
        return own.available(project);
    }

    @Override
    public Optional<Network> network(String id) {
        return own.network(id);
    }

    @Override
    public Optional<Port> port(String id) {
        return own.port(id);
    }

    @Override
    public Optional<Port> holder(String network, String address) {
        return own.holder(network, address);
    }

    @Override
    public OptionalInt freePorts(String project) {
        return own.freePorts(project);
    }

    @Override
    public Optional<String> allocated(String project) {
        return own.allocated(project);
    }

    @Override
    public List<SecurityGroup> securityGroups(String project) {
        return own.securityGroups(project);
    }

    @Override
    public NetworkReads seenBy(String callersToken) {
        return new HttpNetworkReads(path -> http.call("GET", path, null, Map.of("X-Auth-Token", callersToken)));
    }

    @Override
    public List<Port> portsOf(String server) {
        return own.listed("/v2.0/ports?device_id=" + ServiceHttp.encoded(server), "ports", PortWire::read).stream()
                .filter(port -> port.isOf(server))
                .toList();
    }

    @Override
    public List<Port> ports(Collection<String> ids) {
        return some("/v2.0/ports", "id", ids, "ports", PortWire::read);
    }

    @Override
    public List<Subnet> subnets(Collection<String> ids) {
        return some("/v2.0/subnets", "id", ids, "subnets", SubnetWire::read);
    }

    @Override
    public List<FloatingIp> floatingIps(Collection<String> portIds) {
        return some(
                "/v2.0/floatingips",
                "port_id",
                portIds,
                "floatingips",
                one -> new FloatingIp(
                        one.path("port_id").asText(),
                        one.path("fixed_ip_address").asText(),
                        one.path("floating_ip_address").asText()));
    }

    @Override
    public Map<String, List<String>> groupsOf(Collection<String> servers) {
        List<Port> ports = some("/v2.0/ports", "device_id", servers, "ports", PortWire::read).stream()
                .filter(port -> port.isOf(port.deviceId()))
                .toList();
        List<String> ids = ports.stream()
                .flatMap(port -> port.securityGroups().stream())
                .distinct()
                .toList();
        Map<String, String> names = new HashMap<>();
        some("/v2.0/security-groups", "id", ids, "security_groups", group -> group)
                .forEach(group ->
                        names.put(group.path("id").asText(), group.path("name").asText()));
        Map<String, List<String>> groups = new HashMap<>();
        ports.forEach(port -> port.securityGroups()
                .forEach(id -> groups.computeIfAbsent(port.deviceId(), _ -> new ArrayList<>())
                        .add(names.getOrDefault(id, id))));
        return groups;
    }

    /** Those of which a field has one of the values. */
    private <T> List<T> some(
            String path, String field, Collection<String> values, String key, Function<JsonNode, T> read) {
        List<T> found = new ArrayList<>();
        Queries.any(field, values).forEach(query -> found.addAll(own.listed(path + "?" + query, key, read)));
        return found;
    }

    @Override
    public void marked(Consumer<List<Port>> page) {
        String all = "/v2.0/ports?sort_key=id&sort_dir=asc&limit=" + PAGE;
        List<Port> ports = own.listed(all, "ports", PortWire::read);
        while (!ports.isEmpty()) {
            page.accept(ports.stream().filter(port -> port.operation() != null).toList());
            ports = after(ports, all);
        }
    }

    /**
     * What comes behind a page, which may be shorter than was asked for. Where its last port is gone meanwhile, the one
     * before it tells where to go on.
     */
    private List<Port> after(List<Port> page, String all) {
        for (Port marker : page.reversed()) {
            Answer answer = calls.get(all + "&marker=" + marker.id());
            if (!answer.isNotFound()) {
                List<Port> next = new ArrayList<>();
                answer.good().path("ports").forEach(port -> next.add(PortWire.read(port)));
                // One that knows no pages answers everything each time.
                return next.isEmpty()
                                || next.getLast().id().equals(page.getLast().id())
                        ? List.of()
                        : next;
            }
        }
        throw missing(page.getFirst().id());
    }

    @Override
    public Port create(NewPort port) {
        return createAll(List.of(port)).getFirst();
    }

    @Override
    public List<Port> createAll(List<NewPort> asked) {
        Map<String, List<Port>> there = new LinkedHashMap<>();
        List<Port> made = new ArrayList<>();
        for (NewPort port : asked) {
            List<Port> known = there.computeIfAbsent(port.binding().server(), this::portsOf);
            made.add(lost(known, port.binding()).orElseGet(() -> made(port)));
        }
        return made;
    }

    private Optional<Port> lost(List<Port> ports, Binding binding) {
        return ports.stream()
                .filter(one -> one.isFor(binding.operation(), binding.index()))
                .findFirst()
                .map(port -> port.hostId().equals(binding.host()) ? plugged(port) : bind(port.id(), binding.host()));
    }

    /** An earlier call may come to its end at any moment: then it stands in the way of this one, and is what was asked for. */
    private Port made(NewPort port) {
        for (int turn = 0; true; turn++) {
            String mac = AttemptMac.of(port.binding(), turn);
            Answer answer = calls.call("POST", "/v2.0/ports", PortWire.wrapped(PortWire.write(port, mac)), Map.of());
            if (answer.status() != CONFLICT) {
                return plugged(PortWire.read(answer.good().path("port")));
            }
            Optional<Port> late = lost(portsOf(port.binding().server()), port.binding());
            if (late.isPresent()) {
                return late.get();
            }
            boolean othersMac = answer.body().at("/NeutronError/type").asText().equals("MacAddressInUse");
            if (!othersMac || turn == MAC_TURNS) {
                answer.good();
            }
        }
    }

    @Override
    public Port take(String portId, Binding binding) {
        JsonNode port = own.shown("/v2.0/ports/", portId, "port").orElseThrow(() -> missing(portId));
        String device = port.path("device_id").asText();
        if (!device.isEmpty() && !device.equals(binding.server())) {
            throw new ServiceRefused("network", 409, "Port " + portId + " is still in use.");
        }
        // Somebody may have taken it since: who woke late must not take it from a newer attempt of the same server.
        Answer answer = calls.call(
                "PUT",
                "/v2.0/ports/" + portId,
                PortWire.wrapped(PortWire.write(binding, port.path("binding:profile"))),
                Map.of(
                        "If-Match",
                        "revision_number=" + port.path("revision_number").asText()));
        if (answer.status() == CHANGED_MEANWHILE) {
            throw new ServiceAway("network", "port " + portId + " was changed meanwhile", null);
        }
        return plugged(PortWire.read(answer.good().path("port")));
    }

    @Override
    public Port bind(String portId, String host) {
        ObjectNode port = JsonNodeFactory.instance.objectNode().put("binding:host_id", host);
        return sent("PUT", "/v2.0/ports/" + portId, port);
    }

    @Override
    public List<HostBinding> bindings(String portId) {
        Answer answer = calls.get(bindingsOf(portId));
        List<HostBinding> all = new ArrayList<>();
        if (!answer.isNotFound()) {
            answer.good().path("bindings").forEach(one -> all.add(PortWire.readBinding(one)));
        }
        return all;
    }

    @Override
    public Map<String, List<HostBinding>> bindings(Collection<String> portIds) {
        Map<String, List<HostBinding>> found = new ConcurrentHashMap<>();
        try (ExecutorService few =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<CompletableFuture<Void>> asked = portIds.stream()
                    .map(id -> CompletableFuture.runAsync(RequestId.carried(() -> found.put(id, bindings(id))), few))
                    .toList();
            asked.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        return found;
    }

    @Override
    public HostBinding bindBeside(String portId, String host, String operation) {
        JsonNode port = own.shown("/v2.0/ports/", portId, "port").orElseThrow(() -> missing(portId));
        ObjectNode body = PortWire.binding(host, operation, port);
        for (int attempt = 1; true; attempt++) {
            try {
                JsonNode binding = calls.call("POST", bindingsOf(portId), body, Map.of())
                        .good()
                        .path("binding");
                requirePlugged(portId, binding.path("vif_type").asText());
                return PortWire.readBinding(binding);
            } catch (ServiceAway away) {
                // So it answers too when no driver of that host takes the port, and will for ever.
                if (away.status() != 500) {
                    throw away;
                }
                if (attempt == BINDING_ATTEMPTS) {
                    throw new BindingFailed(portId);
                }
            }
        }
    }

    @Override
    public void activate(String portId, String host) {
        String path = bindingsOf(portId) + "/" + ServiceHttp.encoded(host) + "/activate";
        Answer answer = calls.call("PUT", path, null, Map.of());
        if (answer.status() != 409) {
            // Neutron puts no key around it, as it does everywhere else.
            requirePlugged(portId, answer.good().path("vif_type").asText());
        }
    }

    @Override
    public void dropBinding(String portId, String host) {
        goneIsGood(calls.call("DELETE", bindingsOf(portId) + "/" + ServiceHttp.encoded(host), null, Map.of()));
    }

    private static String bindingsOf(String portId) {
        return "/v2.0/ports/" + portId + "/bindings";
    }

    private static ServiceRefused missing(String portId) {
        return new ServiceRefused("network", 404, "Port " + portId + " could not be found.");
    }

    @Override
    public void giveBack(Port port) {
        if (port.isUsersOwn()) {
            release(port.id(), port.deviceId());
        } else {
            delete(port.id());
        }
    }

    @Override
    public void delete(String portId) {
        goneIsGood(calls.call("DELETE", "/v2.0/ports/" + portId, null, Map.of()));
    }

    @Override
    public void release(String portId, String server) {
        Optional<JsonNode> port = own.shown("/v2.0/ports/", portId, "port");
        if (port.isPresent() && port.get().path("device_id").asText().equals(server)) {
            // To unbind a port takes its active binding only.
            bindings(portId).stream()
                    .filter(binding -> !binding.active())
                    .forEach(binding -> dropBinding(portId, binding.host()));
            ObjectNode free = PortWire.free(port.get().path("binding:profile"));
            goneIsGood(calls.call("PUT", "/v2.0/ports/" + portId, PortWire.wrapped(free), Map.of()));
        }
    }

    private Port sent(String method, String path, ObjectNode port) {
        JsonNode body =
                calls.call(method, path, PortWire.wrapped(port), Map.of()).good();
        return plugged(PortWire.read(body.path("port")));
    }

    /** That a port was written is not yet that it can be plugged in on its host. */
    private static Port plugged(Port port) {
        requirePlugged(port.id(), port.vifType());
        return port;
    }

    private static void requirePlugged(String portId, String vifType) {
        if (vifType.equals(Port.BINDING_FAILED)) {
            throw new BindingFailed(portId);
        }
    }

    private static void goneIsGood(Answer answer) {
        if (!answer.isNotFound()) {
            answer.good();
        }
    }
}
