package io.cellplane.api.servers.attach;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.CallersNetworks;
import io.cellplane.api.servers.view.Addresses;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.InterfaceArguments;
import io.cellplane.openstack.network.Network;
import io.cellplane.openstack.network.NetworkReads;
import io.cellplane.openstack.network.Port;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be attached, checked at the network service. */
@Singleton
final class InterfaceChoice {
    private final CallersNetworks seen;

    InterfaceChoice(CallersNetworks seen) {
        this.seen = seen;
    }

    /**
     * @param project of the server
     * @throws Refused 400, 403, 404 or 409, in Nova's words
     */
    InterfaceArguments of(Call call, String project) {
        JsonNode asked = call.body().path("interfaceAttachment");
        String network = Values.text(asked.path("net_id"));
        String port = Values.text(asked.path("port_id"));
        String address = Values.text(asked.at("/fixed_ips/0/ip_address"));
        String tag = call.since(49) ? Values.text(asked.path("tag")) : null;
        if (network != null && port != null) {
            throw Values.bad("Must not input both network_id and port_id");
        }
        if (address != null && network == null) {
            throw Values.bad("Must input network_id when request IP address");
        }
        if (address != null && !Addresses.isV4(address) && !Addresses.isV6(address)) {
            throw Values.bad("Invalid fixed IP address (" + address + ")");
        }
        return seen.ask(
                call,
                networks -> port == null
                        ? ofNetwork(call, project, networks, network, address, tag)
                        : ofPort(call, project, networks, port, tag));
    }

    private static InterfaceArguments ofPort(
            Call call, String project, NetworkReads networks, String id, @Nullable String tag) {
        Port port = networks.port(id)
                .filter(one -> one.project().equals(project) || call.isAdmin())
                .orElseThrow(() -> Failure.PORT_NOT_FOUND.refused(id));
        if (!port.deviceId().isEmpty()) {
            throw Failure.API_CONFLICT.refused("Port " + id + " is still in use.");
        }
        if (port.fixedIps().isEmpty()) {
            throw Values.bad("Port " + id + " requires a FixedIP in order to be used.");
        }
        return new InterfaceArguments(null, UUID.fromString(port.id()), null, tag);
    }

    private static InterfaceArguments ofNetwork(
            Call call,
            String project,
            NetworkReads networks,
            @Nullable String id,
            @Nullable String address,
            @Nullable String tag) {
        Network network = id == null ? only(project, networks) : named(call, project, networks, id);
        if (network.external() && !network.shared() && !call.may(Rule.NETWORK_ATTACH_EXTERNAL_NETWORK)) {
            throw Failure.API_FORBIDDEN.refused(
                    "It is not allowed to create an interface on external network " + network.id());
        }
        if (network.subnets() == 0) {
            throw Values.bad("Network " + network.id() + " requires a subnet in order to boot instances on.");
        }
        if (address != null && !network.project().equals(project) && !call.isAdmin()) {
            throw Failure.API_FORBIDDEN.refused(
                    "It is not allowed to choose an address on network " + network.id() + " of another project");
        }
        if (address != null) {
            networks.holder(network.id(), address).ifPresent(holder -> {
                throw Failure.API_CONFLICT.refused(
                        "Fixed IP address %s is already in use on instance %s.".formatted(address, holder.deviceId()));
            });
        }
        OptionalInt free = networks.freePorts(project);
        if (free.isPresent() && free.getAsInt() == 0) {
            throw Failure.API_FORBIDDEN.refused("Maximum number of ports exceeded");
        }
        return new InterfaceArguments(UUID.fromString(network.id()), null, address, tag);
    }

    private static Network named(Call call, String project, NetworkReads networks, String id) {
        return networks.available(project).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .or(() -> call.isAdmin() ? networks.network(id) : Optional.empty())
                .orElseThrow(() -> Failure.NETWORK_NOT_FOUND.refused(id));
    }

    /** The one that there is, for a request that names none. */
    private static Network only(String project, NetworkReads networks) {
        List<Network> available = networks.available(project).stream()
                .filter(network -> !network.external() || network.shared())
                .toList();
        if (available.size() > 1) {
            throw Values.bad("Multiple possible networks found, use a Network ID to be more specific.");
        }
        if (available.isEmpty()) {
            throw Values.bad("No specific network was requested and none are available for project '" + project + "'.");
        }
        return available.getFirst();
    }
}
