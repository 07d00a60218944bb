package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.view.Addresses;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.openstack.network.Network;
import io.cellplane.openstack.network.NetworkReads;
import io.cellplane.openstack.network.Port;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server's network card may be of, whether the server is created with it or gets it later. Every {@code require}
 * throws {@link Refused} in Nova's words.
 */
public final class CardRules {
    private CardRules() {}

    /** Of those that a project may use, the ones that a request means which names none. */
    public static List<Network> unnamed(List<Network> available) {
        return available.stream()
                .filter(network -> !network.external() || network.shared())
                .toList();
    }

    /** @param available what the project may use; administrators may use any that they see */
    public static Optional<Network> network(Call call, NetworkReads seen, List<Network> available, String id) {
        return available.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .or(() -> call.isAdmin() ? seen.network(id) : Optional.empty());
    }

    /** One of the project's; administrators may use any that they see. */
    public static Optional<Port> port(Call call, String project, NetworkReads seen, String id) {
        return seen.port(id).filter(port -> port.project().equals(project) || call.isAdmin());
    }

    public static void requireAddress(@Nullable String text) {
        if (text != null && !Addresses.isV4(text) && !Addresses.isV6(text)) {
            throw Values.bad("Invalid fixed IP address (" + text + ")");
        }
    }

    public static void requireFree(Port port) {
        if (!port.deviceId().isEmpty() || port.isWithinAnother()) {
            throw Failure.API_CONFLICT.refused("Port " + port.id() + " is still in use.");
        }
        if (port.fixedIps().isEmpty()) {
            throw Values.bad("Port " + port.id() + " requires a FixedIP in order to be used.");
        }
    }

    /** Hosts plug what a switch in software does, and set nothing aside for it. */
    public static void requirePlain(Port port, String againstRequests) {
        if (!port.vnicType().equals("normal")) {
            throw Values.bad(
                    "Port %s has the vnic type '%s', which is not supported.".formatted(port.id(), port.vnicType()));
        }
        if (port.resourceRequest()) {
            throw Values.bad(againstRequests);
        }
    }

    /** What a request is told that names a security group by what several are called. */
    public static Refused severalGroups(String name) {
        return Failure.API_CONFLICT.refused(
                "Multiple security_group matches found for name '%s', use an ID to be more specific.".formatted(name));
    }

    public static void requireAttachable(Call call, Network network) {
        if (network.external() && !network.shared() && !call.may(Rule.NETWORK_ATTACH_EXTERNAL_NETWORK)) {
            throw Failure.API_FORBIDDEN.refused(
                    "It is not allowed to create an interface on external network " + network.id());
        }
    }

    public static void requireSubnet(Network network) {
        if (network.subnets() == 0) {
            throw Values.bad("Network " + network.id() + " requires a subnet in order to boot instances on.");
        }
    }

    /** The port is made by this process, which may choose its address; the network service's policy is kept here. */
    public static void requireMayChoose(Call call, String project, Network network, @Nullable String address) {
        if (address != null && !network.project().equals(project) && !call.isAdmin()) {
            throw Failure.API_FORBIDDEN.refused(
                    "It is not allowed to choose an address on network " + network.id() + " of another project");
        }
    }
}
