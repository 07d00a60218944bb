package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.NetworkProxy.Resource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The floating addresses of a caller's project. */
@Singleton
final class FloatingIps {
    /** What chooses the networks that they come from. */
    static final Map<String, String> EXTERNAL = Map.of("router:external", "True");

    /** As Nova has it where its operator names none. */
    private static final String DEFAULT_POOL = "nova";

    private static final Set<String> USED_UP = Set.of("IpAddressGenerationFailure", "ExternalIpAddressExhausted");

    private final NetworkProxy service;

    FloatingIps(NetworkProxy service) {
        this.service = service;
    }

    /** What a pool is called: its network's name, or its id where it has none. */
    static String pool(JsonNode network) {
        String name = network.path("name").asText();
        return name.isEmpty() ? network.path("id").asText() : name;
    }

    List<JsonNode> all(Call call) {
        return service.list(call.tokenText(), Resource.FLOATINGIP, Map.of("tenant_id", call.project()));
    }

    /** @throws Refused 404 */
    JsonNode one(Call call, String id) {
        try {
            return service.show(call.tokenText(), Resource.FLOATINGIP, id);
        } catch (CallerRefused refused) {
            throw refused.status() == 404
                    ? Failure.API_NOT_FOUND.refused("Floating IP not found for ID " + id)
                    : refused;
        }
    }

    /**
     * Takes one of a pool.
     *
     * @param named null for the standard pool
     * @throws Refused 404 when there is no such pool, or nothing is left in it; 403 over the quota
     */
    JsonNode allocate(Call call, @Nullable String named) {
        String pool = named == null ? DEFAULT_POOL : named;
        List<JsonNode> found = service.list(call.tokenText(), Resource.NETWORK, EXTERNAL).stream()
                .filter(network -> network.path("id").asText().equals(pool)
                        || network.path("name").asText().equals(pool))
                .toList();
        if (found.isEmpty()) {
            throw Failure.API_NOT_FOUND.refused("Floating IP pool not found.");
        }
        if (found.size() > 1) {
            throw Values.bad("Multiple floating IP pools matches found for name '%s'".formatted(pool));
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("floating_network_id", found.getFirst().path("id").asText());
        try {
            return service.create(call.tokenText(), Resource.FLOATINGIP, fields);
        } catch (CallerRefused refused) {
            throw notAllocated(refused, named);
        }
    }

    private static RuntimeException notAllocated(CallerRefused refused, @Nullable String pool) {
        if (USED_UP.contains(refused.type())) {
            return Failure.API_NOT_FOUND.refused(
                    pool == null ? "No more floating IPs available." : "No more floating IPs in pool " + pool + ".");
        }
        if (refused.type().equals("OverQuota")) {
            return Failure.API_FORBIDDEN.refused(
                    pool == null ? "IP allocation over quota." : "IP allocation over quota in pool " + pool + ".");
        }
        return refused;
    }

    /** @throws Refused 404 */
    void release(Call call, String id) {
        one(call, id);
        service.delete(call.tokenText(), Resource.FLOATINGIP, id);
    }
}
