package io.cellplane.api.servers.attach;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.api.servers.action.Operations;
import io.cellplane.api.servers.action.Wish;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.InterfaceArguments;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.db.Json;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.lists.Shown;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.Port;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code /servers/{id}/os-interface}: the ports of a server as the network service has them. */
@Controller("/v2.1/servers/{id}/os-interface")
@ExecuteOn(TaskExecutors.BLOCKING)
final class InterfacesController {
    private static final int TAGS = 70;

    private final ServerAccess access;
    private final Operations operations;
    private final InterfaceChoice choice;
    private final Outcomes outcomes;
    private final Networks networks;

    InterfacesController(
            ServerAccess access, Operations operations, InterfaceChoice choice, Outcomes outcomes, Networks networks) {
        this.access = access;
        this.operations = operations;
        this.choice = choice;
        this.outcomes = outcomes;
        this.networks = networks;
    }

    @Get
    @Route(rule = Rule.ATTACH_INTERFACES_LIST)
    Map<String, Object> index(Call call, String id) {
        Shown server = access.shown(call, access.server(call, id));
        return Map.of(
                "interfaceAttachments",
                ports(server.server()).stream()
                        .map(port -> shown(call, server, port))
                        .toList());
    }

    @Get("/{port}")
    @Route(rule = Rule.ATTACH_INTERFACES_SHOW)
    Map<String, Object> show(Call call, String id, String port) {
        Shown server = access.shown(call, access.server(call, id));
        return Map.of("interfaceAttachment", shown(call, server, port(server.server(), port)));
    }

    /** Answers when it is there, or with what was against it. */
    @Post
    @Route(rule = Rule.ATTACH_INTERFACES_CREATE, body = "servers/interface")
    Map<String, Object> attach(Call call, String id) {
        OperationRow operation = operations.ask(
                call,
                id,
                Kind.ATTACH_INTERFACE,
                server -> Wish.of(Json.write(
                        choice.of(call, server.row().uuid(), server.row().projectId()))));
        String failure = outcomes.of(operation);
        Shown server = access.shown(call, access.server(call, id));
        if (failure != null) {
            throw failed(server, failure);
        }
        Port attached = ports(server.server()).stream()
                .filter(port -> String.valueOf(port.operation())
                        .startsWith(operation.id().toString()))
                .findFirst()
                .orElseThrow(() -> Failure.SERVER_ATTACH_FAILED.refused(id, "it was detached at once."));
        return Map.of("interfaceAttachment", shown(call, server, attached));
    }

    private static Refused failed(Shown server, String failure) {
        UUID uuid = server.server().row().uuid();
        if (failure.equals(Failure.YIELDED.type()) || server.fault() == null) {
            return Failure.SERVER_ATTACH_FAILED.refused(uuid, Failure.YIELDED.text());
        }
        return Failure.SERVER_ATTACH_FAILED.refused(uuid, server.fault().message());
    }

    @Delete("/{port}")
    @Route(rule = Rule.ATTACH_INTERFACES_DELETE)
    HttpResponse<?> detach(Call call, String id, String port) {
        OperationRow _ = operations.ask(call, id, Kind.DETACH_INTERFACE, server -> {
            Port there = port(server, port);
            return Wish.of(Json.write(InterfaceArguments.ofPort(UUID.fromString(there.id()))));
        });
        return HttpResponse.accepted();
    }

    private List<Port> ports(Listed server) {
        return networks.portsOf(server.row().uuid().toString());
    }

    private Port port(Listed server, String id) {
        return ports(server).stream()
                .filter(port -> port.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> Failure.SERVER_PORT_NOT_FOUND.refused(server.row().uuid(), id));
    }

    private static Map<String, Object> shown(Call call, Shown server, Port port) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("net_id", port.networkId());
        body.put("port_id", port.id());
        body.put("mac_addr", port.mac());
        body.put("port_state", port.status());
        body.put(
                "fixed_ips",
                port.fixedIps().stream()
                        .map(ip -> Map.of("subnet_id", ip.subnetId(), "ip_address", ip.address()))
                        .toList());
        if (call.since(TAGS)) {
            body.put(
                    "tag",
                    server.ports().stream()
                            .filter(card -> card.portId().toString().equals(port.id()))
                            .findFirst()
                            .map(BoundPort::tag)
                            .orElse(null));
        }
        return body;
    }
}
