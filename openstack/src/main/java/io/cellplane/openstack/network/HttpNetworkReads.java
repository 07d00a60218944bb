package io.cellplane.openstack.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.http.ServiceHttp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Reads with one token. */
final class HttpNetworkReads implements NetworkReads {
    private static final int CONFLICT = 409;

    private final Function<String, Answer> get;

    /** @param get from a path to what the service answers to that token */
    HttpNetworkReads(Function<String, Answer> get) {
        this.get = get;
    }

    @Override
    public List<Network> available(String project) {
        Map<String, Network> found = new LinkedHashMap<>();
        String own = "/v2.0/networks?shared=False&tenant_id=" + ServiceHttp.encoded(project);
        for (String path : List.of(own, "/v2.0/networks?shared=True")) {
            listed(path, "networks", HttpNetworkReads::network).forEach(network -> found.put(network.id(), network));
        }
        return List.copyOf(found.values());
    }

    @Override
    public Optional<Network> network(String id) {
        return shown("/v2.0/networks/", id, "network").map(HttpNetworkReads::network);
    }

    @Override
    public Optional<Port> port(String id) {
        return shown("/v2.0/ports/", id, "port").map(PortWire::read);
    }

    @Override
    public Optional<String> allocated(String project) {
        Answer answer = get.apply("/v2.0/auto-allocated-topology/" + ServiceHttp.encoded(project));
        // 404 without the extension, 409 where its operator has named no network outside or no addresses.
        return answer.isNotFound() || answer.status() == CONFLICT
                ? Optional.empty()
                : Optional.of(answer.good().at("/auto_allocated_topology/id").asText());
    }

    @Override
    public List<SecurityGroup> securityGroups(String project) {
        return listed(
                "/v2.0/security-groups?tenant_id=" + ServiceHttp.encoded(project),
                "security_groups",
                group -> new SecurityGroup(
                        group.path("id").asText(),
                        group.path("name").asText(),
                        group.path("tenant_id").asText()));
    }

    @Override
    public Optional<Port> holder(String network, String address) {
        String query = "?network_id=" + ServiceHttp.encoded(network) + "&fixed_ips="
                + ServiceHttp.encoded("ip_address=" + address);
        return listed("/v2.0/ports" + query, "ports", PortWire::read).stream().findFirst();
    }

    @Override
    public OptionalInt freePorts(String project) {
        Answer answer = get.apply("/v2.0/quotas/" + ServiceHttp.encoded(project) + "/details");
        JsonNode port = answer.status() >= 300
                ? MissingNode.getInstance()
                : answer.body().at("/quota/port");
        int limit = port.path("limit").asInt(-1);
        int held = port.path("used").asInt() + port.path("reserved").asInt();
        return limit < 0 ? OptionalInt.empty() : OptionalInt.of(Math.max(0, limit - held));
    }

    Optional<JsonNode> shown(String path, String id, String key) {
        if (!ServiceHttp.isId(id)) {
            return Optional.empty();
        }
        Answer answer = get.apply(path + id);
        return answer.isNotFound()
                ? Optional.empty()
                : Optional.of(answer.good().path(key));
    }

    <T> List<T> listed(String path, String key, Function<JsonNode, T> read) {
        List<T> all = new ArrayList<>();
        get.apply(path).good().path(key).forEach(one -> all.add(read.apply(one)));
        return all;
    }

    private static Network network(JsonNode network) {
        return new Network(
                network.path("id").asText(),
                network.path("name").asText(),
                network.path("tenant_id").asText(),
                network.path("shared").asBoolean(false),
                network.path("router:external").asBoolean(false),
                network.path("status").asText(),
                network.path("mtu").asInt(1500),
                network.path("subnets").size());
    }
}
