package io.cellplane.activities.control.ports;

import io.cellplane.activities.control.ports.Cards.Card;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.InterfaceArguments;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.PortBinding;
import io.cellplane.contracts.server.RequestedNetwork;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.Json;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.RequestSpecRow;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.network.Binding;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.NewPort;
import io.cellplane.openstack.network.Port;
import io.cellplane.openstack.network.SecurityGroup;
import io.cellplane.temporal.step.Ports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Ports at the network service. It has no ledger, so each port names in its own creation the operation, its attempt
 * and the card that it is for: a repeat adopts what a lost attempt made.
 */
public final class NetworkPorts implements Ports {
    private final ApiDatabase api;
    private final Networks networks;
    private final PortMoves moves;
    private final Cards cards;

    public NetworkPorts(ApiDatabase api, Networks networks) {
        this.api = api;
        this.networks = networks;
        this.moves = new PortMoves(api, networks);
        this.cards = new Cards(networks);
    }

    @Override
    public StepResult<Bound> bind(Step step, UUID server, String host) {
        return once(step, server, requested -> bind(step, requested, host));
    }

    @Override
    public StepResult<Bound> attach(Step step, UUID server, String host) {
        return once(step, server, requested -> {
            OperationRow operation = api.operations().find(step.operation()).orElseThrow(Failure.FENCED::refused);
            return attach(step, requested, Json.read(operation.arguments(), InterfaceArguments.class), host);
        });
    }

    @Override
    public void detach(Step step, UUID server, UUID port) {
        giveBack(server, held -> held.id().equals(port.toString()) && !isNewer(held, step));
    }

    /** One that is not known any more is long over. */
    private boolean isNewer(Port port, Step step) {
        UUID taker = UUID.fromString(String.valueOf(port.operation()).split("/", 2)[0]);
        return began(taker).isAfter(began(step.operation()));
    }

    private Instant began(UUID operation) {
        return api.operations().find(operation).map(OperationRow::createdAt).orElse(Instant.MIN);
    }

    private StepResult<Bound> once(Step step, UUID server, Function<RequestedServer, List<BoundPort>> make) {
        Optional<StepResult<Bound>> known = api.ledger().recorded(step, Bound.class);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<RequestedServer> requested = requested(server);
        if (requested.isEmpty()) {
            return StepResult.refused(Failure.FENCED, "the server is gone");
        }
        Bound bound;
        try {
            bound = new Bound(make.apply(requested.get()));
        } catch (ServiceRefused refused) {
            return keeping(step, server, api.ledger().once(step, Bound.class, () -> {
                throw PortMoves.because(refused);
            }));
        }
        StepResult<Bound> recorded = api.ledger().once(step, Bound.class, () -> bound);
        return bound.equals(recorded.outcome()) && recorded.isDone() ? recorded : keeping(step, server, recorded);
    }

    @Override
    public void release(Step step, UUID server) {
        api.ledger().undo(step, Bound.class, bound -> {});
        giveBack(server, port -> PortMoves.mark(step).equals(port.operation()));
    }

    @Override
    public void releaseAll(UUID server) {
        giveBack(server, port -> true);
    }

    @Override
    public StepResult<Bound> bindBeside(Step step, UUID server, String host) {
        return moves.bindBeside(step, server, host, bindings -> new Bound(cards(server, bindings)));
    }

    @Override
    public void unbindBeside(Step step, UUID server, String host) {
        moves.unbindBeside(step, server, host);
    }

    @Override
    public StepResult<Activated> activate(Step step, UUID server, String host) {
        return moves.activate(step, server, host);
    }

    @Override
    public void deactivate(Step step, UUID server, String host, String former) {
        moves.deactivate(step, server, host, former);
    }

    @Override
    public void dropBindings(UUID server, String keepHost) {
        moves.dropBindings(server, keepHost);
    }

    @Override
    public void settle(Step step, UUID server, String keepHost) {
        moves.settle(step, server, keepHost);
    }

    /** What this try made and the ledger does not name (it was undone, or another try was faster) is nobody's. */
    private StepResult<Bound> keeping(Step step, UUID server, StepResult<Bound> recorded) {
        Bound bound = recorded.isDone() ? recorded.outcome() : null;
        Set<String> named = bound == null
                ? Set.of()
                : bound.ports().stream().map(port -> port.portId().toString()).collect(Collectors.toSet());
        giveBack(server, port -> PortMoves.mark(step).equals(port.operation()) && !named.contains(port.id()));
        return recorded;
    }

    private void giveBack(UUID server, Predicate<Port> whose) {
        networks.portsOf(server.toString()).stream().filter(whose).forEach(networks::giveBack);
    }

    private Optional<RequestedServer> requested(UUID server) {
        return api.requestSpecs()
                .find(server)
                .map(RequestSpecRow::spec)
                .map(spec -> Json.read(spec, RequestedServer.class));
    }

    private static String owner(RequestedServer server) {
        return "compute:" + (server.availabilityZone() == null ? "nova" : server.availabilityZone());
    }

    private List<BoundPort> attach(Step step, RequestedServer server, InterfaceArguments wanted, String host) {
        Binding binding = new Binding(
                server.uuid().toString(), owner(server), host, PortMoves.mark(step), Port.ATTACHED, wanted.tag());
        UUID own = wanted.port();
        Port port = own != null
                ? taken(own.toString(), binding)
                : networks.create(new NewPort(
                        server.projectId(), String.valueOf(wanted.network()), binding, List.of(), wanted.fixedIp()));
        return cards.of(server.projectId(), List.of(new Card(port, port.binding(), wanted.tag(), own == null)));
    }

    /** Not one that the server has got otherwise: who gives this one back would take it away. */
    private Port taken(String id, Binding binding) {
        boolean isItsOwn = networks.port(id)
                .filter(port -> port.deviceId().equals(binding.server()))
                .filter(port -> !binding.operation().equals(port.operation()))
                .isPresent();
        if (isItsOwn) {
            throw new ServiceRefused("network", 409, "Port " + id + " is still in use.");
        }
        return networks.take(id, binding);
    }

    private List<BoundPort> bind(Step step, RequestedServer server, String host) {
        List<RequestedNetwork> wanted = server.networks();
        String owner = owner(server);
        Port[] ports = new Port[wanted.size()];
        List<NewPort> missing = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<String> groups = securityGroups(server);
        for (int i = 0; i < wanted.size(); i++) {
            RequestedNetwork card = wanted.get(i);
            Binding binding = new Binding(server.uuid().toString(), owner, host, PortMoves.mark(step), i);
            if (card.portId() != null) {
                ports[i] = networks.take(card.portId().toString(), binding);
            } else {
                missing.add(new NewPort(
                        server.projectId(), String.valueOf(card.networkId()), binding, groups, card.fixedIp()));
                places.add(i);
            }
        }
        List<Port> made = networks.createAll(missing);
        for (int i = 0; i < made.size(); i++) {
            ports[places.get(i)] = made.get(i);
        }
        List<Card> bound = new ArrayList<>();
        for (int i = 0; i < ports.length; i++) {
            RequestedNetwork card = wanted.get(i);
            bound.add(new Card(ports[i], ports[i].binding(), card.tag(), card.portId() == null));
        }
        return cards.of(server.projectId(), bound);
    }

    /**
     * The cards that the server has by now, in the order in which their networks were asked for.
     *
     * @param bindings what each port is bound to on the host that they are for
     */
    private List<BoundPort> cards(UUID server, Map<Port, PortBinding> bindings) {
        List<RequestedNetwork> wanted =
                requested(server).map(RequestedServer::networks).orElse(List.of());
        List<Card> ordered = bindings.keySet().stream()
                .sorted(Comparator.comparingInt(Port::index).thenComparing(port -> String.valueOf(port.operation())))
                .map(port -> new Card(
                        port,
                        bindings.get(port),
                        port.index() < wanted.size() ? wanted.get(port.index()).tag() : port.tag(),
                        !port.isUsersOwn()))
                .toList();
        return ordered.isEmpty()
                ? List.of()
                : cards.of(ordered.getFirst().port().project(), ordered);
    }

    /** @throws ServiceRefused 404 when a group that was there when the server was accepted is gone */
    private List<String> securityGroups(RequestedServer server) {
        List<String> asked = server.securityGroups();
        if (asked.isEmpty() || asked.equals(List.of("default"))) {
            return List.of();
        }
        List<SecurityGroup> all = networks.securityGroups(server.projectId());
        return asked.stream()
                .map(name -> all.stream()
                        .filter(group -> group.name().equals(name) || group.id().equals(name))
                        .findFirst()
                        .map(SecurityGroup::id)
                        .orElseThrow(
                                () -> new ServiceRefused("network", 404, "Security group " + name + " not found.")))
                .toList();
    }
}
