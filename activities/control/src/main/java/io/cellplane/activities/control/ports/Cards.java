package io.cellplane.activities.control.ports;

import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.PortBinding;
import io.cellplane.contracts.server.Subnet;
import io.cellplane.openstack.network.FixedIp;
import io.cellplane.openstack.network.Network;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.Port;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What readers and a host are told of a server's ports: each with what it is bound to there, its network and its subnets. */
final class Cards {
    private final Networks networks;

    Cards(Networks networks) {
        this.networks = networks;
    }

    /**
     * A port that a server has.
     *
     * @param binding on the host that is to be told
     */
    record Card(
            Port port,
            @Nullable PortBinding binding,
            @Nullable String tag,
            boolean owned) {}

    List<BoundPort> of(String project, List<Card> cards) {
        if (cards.isEmpty()) {
            return List.of();
        }
        Map<String, Network> known = networks(project, cards);
        Map<String, Subnet> subnets = networks
                .subnets(cards.stream()
                        .flatMap(card -> card.port().fixedIps().stream().map(FixedIp::subnetId))
                        .distinct()
                        .toList())
                .stream()
                .collect(Collectors.toMap(Subnet::id, Function.identity()));
        return cards.stream()
                .map(card -> bound(card, known.get(card.port().networkId()), subnets))
                .toList();
    }

    private static BoundPort bound(Card card, @Nullable Network network, Map<String, Subnet> subnets) {
        Port port = card.port();
        return new BoundPort(
                UUID.fromString(port.id()),
                UUID.fromString(port.networkId()),
                network == null ? port.networkId() : network.name(),
                port.mac(),
                port.fixedIps().stream()
                        .map(ip -> new BoundPort.Address(ip.version(), ip.address()))
                        .toList(),
                card.tag(),
                card.owned(),
                card.binding(),
                network == null ? null : network.mtu(),
                port.fixedIps().stream()
                        .map(FixedIp::subnetId)
                        .distinct()
                        .map(subnets::get)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private Map<String, Network> networks(String project, List<Card> cards) {
        Map<String, Network> known = new HashMap<>();
        networks.available(project).forEach(network -> known.put(network.id(), network));
        for (Card card : cards) {
            String id = card.port().networkId();
            if (!known.containsKey(id)) {
                networks.network(id).ifPresent(network -> known.put(id, network));
            }
        }
        return known;
    }
}
