package io.cellplane.api.servers.create;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.CallersNetworks;
import io.cellplane.api.servers.CardRules;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.server.RequestedNetwork;
import io.cellplane.openstack.network.Network;
import io.cellplane.openstack.network.NetworkReads;
import io.cellplane.openstack.network.Port;
import io.cellplane.openstack.network.SecurityGroup;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The networks, ports and security groups that a request names, checked at the network service. */
@Singleton
final class NetworkChoice {
    static final String DEFAULT_GROUP = "default";
    /** Each port costs a question to the network service. */
    private static final int MOST_CARDS = 64;

    private static final int RESOURCE_REQUESTS = 72;

    private final CallersNetworks seen;

    NetworkChoice(CallersNetworks seen) {
        this.seen = seen;
    }

    /**
     * @param most how many servers are asked for at the most
     * @throws Refused 400, 403 or 409, in Nova's words
     */
    List<RequestedNetwork> of(Call call, JsonNode server, int most) {
        JsonNode asked = server.path("networks");
        if (asked.isTextual() && asked.asText().equals("none")) {
            return List.of();
        }
        if (asked.size() > MOST_CARDS) {
            throw Values.bad("No more than " + MOST_CARDS + " networks and ports may be asked for.");
        }
        List<RequestedNetwork> chosen = seen.ask(
                call,
                networks -> asked.isArray() && !asked.isEmpty()
                        ? named(call, networks, asked, most)
                        : only(call, networks, asked.isTextual()));
        List<String> ports = chosen.stream()
                .filter(card -> card.portId() != null)
                .map(card -> String.valueOf(card.portId()))
                .toList();
        seen.whole(ports).forEach(port -> CardRules.requirePlain(port, againstRequests(call, port)));
        return chosen;
    }

    private static String againstRequests(Call call, Port port) {
        return call.since(RESOURCE_REQUESTS)
                ? "Port " + port.id() + " has a resource request, which is not supported."
                : "Creating servers with ports having resource requests, like a port with a QoS minimum bandwidth policy,"
                        + " is not supported until microversion 2.72.";
    }

    /** The one network that there is for a request that names none. */
    private static List<RequestedNetwork> only(Call call, NetworkReads seen, boolean mustBe) {
        List<Network> available = CardRules.unnamed(seen.available(call.project()));
        if (available.size() > 1) {
            throw Failure.API_CONFLICT.refused(
                    "Multiple possible networks found, use a Network ID to be more specific.");
        }
        if (available.isEmpty() && mustBe) {
            String made = seen.allocated(call.project())
                    .orElseThrow(() ->
                            Values.bad("Unable to automatically allocate a network for project " + call.project()));
            return List.of(new RequestedNetwork(UUID.fromString(made), null, null, null));
        }
        available.forEach(CardRules::requireSubnet);
        return available.stream()
                .map(network -> new RequestedNetwork(UUID.fromString(network.id()), null, null, null))
                .toList();
    }

    private static List<RequestedNetwork> named(Call call, NetworkReads seen, JsonNode asked, int most) {
        List<Network> available = seen.available(call.project());
        List<RequestedNetwork> chosen = new ArrayList<>();
        Set<String> ports = new HashSet<>();
        for (JsonNode one : asked) {
            String port = Values.text(one.path("port"));
            String address = Values.text(one.path("fixed_ip"));
            String tag = Values.text(one.path("tag"));
            CardRules.requireAddress(address);
            if (port != null) {
                if (!ports.add(port)) {
                    throw Values.bad("Duplicate ports: " + port);
                }
                chosen.add(port(call, seen, port, address, tag, most));
            } else {
                chosen.add(network(call, seen, available, Values.text(one.path("uuid")), address, tag, most));
            }
        }
        return chosen;
    }

    private static RequestedNetwork port(
            Call call, NetworkReads seen, String id, @Nullable String address, @Nullable String tag, int most) {
        if (address != null) {
            throw Values.bad(("Specified Fixed IP '%s' cannot be used with port '%s': the two cannot be specified"
                            + " together.")
                    .formatted(address, id));
        }
        if (most > 1) {
            throw Values.bad("Unable to launch multiple instances with a single configured port ID. Please launch your"
                    + " instance one by one with different ports.");
        }
        Port port = CardRules.port(call, call.project(), seen, id)
                .orElseThrow(() -> Values.bad("Port id " + id + " could not be found."));
        CardRules.requireFree(port);
        return new RequestedNetwork(UUID.fromString(port.networkId()), UUID.fromString(port.id()), null, tag);
    }

    private static RequestedNetwork network(
            Call call,
            NetworkReads seen,
            List<Network> available,
            @Nullable String id,
            @Nullable String address,
            @Nullable String tag,
            int most) {
        if (id == null) {
            throw Values.bad("Bad networks format: network uuid is not in proper format (None)");
        }
        if (address != null && most > 1) {
            throw Values.bad("max_count cannot be greater than 1 if an fixed_ip is specified.");
        }
        Network network = CardRules.network(call, seen, available, id)
                .orElseThrow(() -> Values.bad("Network " + id + " could not be found."));
        CardRules.requireAttachable(call, network);
        CardRules.requireMayChoose(call, call.project(), network, address);
        CardRules.requireSubnet(network);
        Optional<Port> holder = address == null ? Optional.empty() : seen.holder(id, address);
        if (holder.isPresent()) {
            throw Values.bad("Fixed IP address %s is already in use on instance %s."
                    .formatted(address, holder.get().deviceId()));
        }
        return new RequestedNetwork(UUID.fromString(network.id()), null, address, tag);
    }

    /**
     * How many servers the project's quota of ports has room for, {@code most} at the most.
     *
     * @param cards of each server
     * @throws Refused 403 when there is no room for the fewest
     */
    int room(Call call, List<RequestedNetwork> cards, int least, int most) {
        int each = (int) cards.stream().filter(card -> card.portId() == null).count();
        if (each == 0) {
            return most;
        }
        OptionalInt free = seen.ask(call, networks -> networks.freePorts(call.project()));
        int room = free.isEmpty() ? most : Math.min(most, free.getAsInt() / each);
        if (room < Math.max(1, least)) {
            throw Failure.API_FORBIDDEN.refused("Maximum number of ports exceeded");
        }
        return room;
    }

    /**
     * Names as they are asked for; {@code default} when none is.
     *
     * @throws Refused 400 when one does not exist, 409 when several have its name
     */
    List<String> groups(Call call, JsonNode server) {
        List<String> names = new ArrayList<>();
        server.path("security_groups").forEach(group -> {
            String name = Values.text(group.path("name"));
            if (name != null && !names.contains(name)) {
                names.add(name);
            }
        });
        if (names.isEmpty()) {
            return List.of(DEFAULT_GROUP);
        }
        if (!names.equals(List.of(DEFAULT_GROUP))) {
            List<SecurityGroup> known = seen.ask(call, networks -> networks.securityGroups(call.project()));
            for (String name : names) {
                requireGroup(call, known, name);
            }
        }
        return names;
    }

    private static void requireGroup(Call call, List<SecurityGroup> known, String name) {
        if (name.equals(DEFAULT_GROUP)
                || known.stream().anyMatch(group -> group.id().equals(name))) {
            return;
        }
        long named = known.stream().filter(group -> group.name().equals(name)).count();
        if (named == 0) {
            throw Values.bad("Security group %s not found for project %s.".formatted(name, call.project()));
        }
        if (named > 1) {
            throw CardRules.severalGroups(name);
        }
    }
}
