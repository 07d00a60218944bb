package io.cellplane.api.servers.attach;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.CallersNetworks;
import io.cellplane.api.servers.CardRules;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.InterfaceArguments;
import io.cellplane.openstack.network.Network;
import io.cellplane.openstack.network.NetworkReads;
import io.cellplane.openstack.network.Port;
import jakarta.inject.Singleton;
import java.util.List;
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
     * @param server for which it is
     * @param project of the server
     * @throws Refused 400, 403, 404 or 409, in Nova's words
     */
    InterfaceArguments of(Call call, UUID server, String project) {
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
        CardRules.requireAddress(address);
        InterfaceArguments chosen = seen.ask(
                call,
                networks -> port == null
                        ? ofNetwork(call, project, networks, network, address, tag)
                        : ofPort(call, project, networks, port, tag));
        List<String> own = port == null ? List.of() : List.of(String.valueOf(chosen.port()));
        String words = "Attaching interfaces with QoS policy is not supported for instance " + server + ".";
        seen.whole(own).forEach(each -> CardRules.requirePlain(each, words));
        return chosen;
    }

    private static InterfaceArguments ofPort(
            Call call, String project, NetworkReads networks, String id, @Nullable String tag) {
        Port port = CardRules.port(call, project, networks, id).orElseThrow(() -> Failure.PORT_NOT_FOUND.refused(id));
        CardRules.requireFree(port);
        return new InterfaceArguments(null, UUID.fromString(port.id()), null, tag);
    }

    private static InterfaceArguments ofNetwork(
            Call call,
            String project,
            NetworkReads networks,
            @Nullable String id,
            @Nullable String address,
            @Nullable String tag) {
        List<Network> available = networks.available(project);
        Network network = id == null
                ? only(project, available)
                : CardRules.network(call, networks, available, id)
                        .orElseThrow(() -> Failure.NETWORK_NOT_FOUND.refused(id));
        CardRules.requireAttachable(call, network);
        CardRules.requireSubnet(network);
        CardRules.requireMayChoose(call, project, network, address);
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

    /** The one that there is, for a request that names none. */
    private static Network only(String project, List<Network> available) {
        List<Network> meant = CardRules.unnamed(available);
        if (meant.size() > 1) {
            throw Values.bad("Multiple possible networks found, use a Network ID to be more specific.");
        }
        if (meant.isEmpty()) {
            throw Values.bad("No specific network was requested and none are available for project '" + project + "'.");
        }
        return meant.getFirst();
    }
}
