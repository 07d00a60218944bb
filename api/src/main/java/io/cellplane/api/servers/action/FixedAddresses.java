package io.cellplane.api.servers.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.lists.Listed;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.NetworkProxy.Resource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Predicate;

/**
 * The fixed addresses of a server's ports, changed at the network service in the caller's name: no host is told, since the
 * guest's card stays the same.
 */
@Singleton
final class FixedAddresses {
    private static final int CHANGED_MEANWHILE = 412;

    private final ServerAccess access;
    private final NetworkProxy service;
    private final ApiDatabase api;

    FixedAddresses(ServerAccess access, NetworkProxy service, ApiDatabase api) {
        this.access = access;
        this.service = service;
        this.api = api;
    }

    /**
     * The server's ports of that kind, in its order.
     *
     * @throws io.cellplane.contracts.failure.Refused 404; 409 when it is locked or has no record yet
     */
    List<BoundPort> ports(Call call, String id, Predicate<BoundPort> wanted) {
        Listed server = access.server(call, id);
        if (server.row().locked() && !call.isAdmin()) {
            throw Failure.SERVER_LOCKED.refused(id);
        }
        if (server.cell() == null || server.row().host() == null) {
            throw Failure.SERVER_NOT_READY.refused(id);
        }
        return access.shown(call, server).ports().stream().filter(wanted).toList();
    }

    /** The port as the network service has it. */
    JsonNode port(Call call, BoundPort port) {
        return service.show(call.tokenText(), Resource.PORT, port.portId().toString());
    }

    /** Those of a port, for a change. */
    static ArrayNode of(JsonNode port) {
        ArrayNode ips = JsonNodeFactory.instance.arrayNode();
        port.path("fixed_ips").forEach(ips::add);
        return ips;
    }

    /** @throws io.cellplane.contracts.failure.Refused 409 when somebody changes the port at the same time */
    void set(Call call, String id, JsonNode port, ArrayNode ips) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode().set("fixed_ips", ips);
        try {
            service.updateUnchanged(call.tokenText(), Resource.PORT, port, fields);
        } catch (CallerRefused refused) {
            throw refused.status() == CHANGED_MEANWHILE
                    ? Failure.API_CONFLICT.refused("The port was changed meanwhile.")
                    : refused;
        }
        api.networkChanges().ask(ServerAccess.uuid(id), api.clock().instant());
    }
}
