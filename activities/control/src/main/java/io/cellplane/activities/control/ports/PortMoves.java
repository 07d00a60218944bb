package io.cellplane.activities.control.ports;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.PortBinding;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.network.BindingFailed;
import io.cellplane.openstack.network.HostBinding;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.Port;
import io.cellplane.temporal.step.Ports.Activated;
import io.cellplane.temporal.step.Ports.Bound;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's ports on their way between hosts. Bindings are told apart by (port, host), and each names in its profile the
 * operation and attempt that made it. What a try did and the ledger then does not record is taken back by that try.
 */
final class PortMoves {
    private static final Logger LOG = LoggerFactory.getLogger(PortMoves.class);

    private final ApiDatabase api;
    private final Networks networks;

    PortMoves(ApiDatabase api, Networks networks) {
        this.api = api;
        this.networks = networks;
    }

    StepResult<Bound> bindBeside(Step step, UUID server, String host, Function<Map<Port, PortBinding>, Bound> cards) {
        Optional<StepResult<Bound>> known = api.ledger().recorded(step, Bound.class);
        if (known.isPresent()) {
            return known.get();
        }
        StepResult<Bound> recorded;
        try {
            Map<Port, PortBinding> there = new LinkedHashMap<>();
            for (Port port : portsOf(server)) {
                PortBinding active = port.binding();
                there.put(
                        port,
                        active != null && active.host().equals(host)
                                ? active
                                : beside(step, port, host).binding());
            }
            Bound bound = cards.apply(there);
            recorded = api.ledger().once(step, Bound.class, () -> {
                status(step, MigrationRow.MIGRATING);
                return bound;
            });
        } catch (ServiceRefused refused) {
            recorded = refused(step, Bound.class, refused);
        }
        if (!recorded.isDone()) {
            dropOwn(step, server, host);
        }
        return recorded;
    }

    void unbindBeside(Step step, UUID server, String host) {
        api.ledger().undo(step, Bound.class, bound -> {});
        dropOwn(step, server, host);
    }

    StepResult<Activated> activate(Step step, UUID server, String host) {
        Optional<StepResult<Activated>> known = api.ledger().recorded(step, Activated.class);
        if (known.isPresent()) {
            return known.get();
        }
        Map<Port, String> before = new LinkedHashMap<>();
        StepResult<Activated> recorded;
        try {
            for (Port port : portsOf(server)) {
                if (!port.hostId().equals(host)) {
                    before.put(port, port.hostId());
                    turn(step, port, host);
                }
            }
            recorded = api.ledger().once(step, Activated.class, () -> {
                status(step, MigrationRow.POST_MIGRATING);
                return new Activated(host);
            });
        } catch (ServiceRefused refused) {
            recorded = refused(step, Activated.class, refused);
        }
        if (!recorded.isDone()) {
            for (Port port : portsOf(server)) {
                before.forEach((was, former) -> {
                    if (was.id().equals(port.id()) && port.hostId().equals(host)) {
                        turnBack(step, port, former);
                    }
                });
            }
            dropOwn(step, server, host);
        }
        return recorded;
    }

    void deactivate(Step step, UUID server, String host, String former) {
        api.ledger().undo(step, Activated.class, activated -> {});
        if (!host.equals(former)) {
            // Only what this attempt bound: a late repeat leaves the ports of a later move, to the same host too.
            portsOf(server).stream()
                    .filter(port -> port.hostId().equals(host))
                    .filter(port -> binding(port, host)
                            .filter(binding -> isOf(step, binding))
                            .isPresent())
                    .forEach(port -> turnBack(step, port, former));
        }
    }

    /** What was turned when that host could still plug it is turned back also when it cannot any more: an undo ends. */
    private void turnBack(Step step, Port port, String former) {
        try {
            turn(step, port, former);
        } catch (ServiceRefused refused) {
            LOG.warn("port {} is not bound to {} again: {}", port.id(), former, refused.getMessage());
        }
    }

    void dropBindings(UUID server, String keepHost) {
        for (Port port : portsOf(server)) {
            networks.bindings(port.id()).stream()
                    .filter(binding -> !binding.active() && !binding.host().equals(keepHost))
                    .forEach(binding -> networks.dropBinding(port.id(), binding.host()));
        }
    }

    void settle(Step step, UUID server, String keepHost) {
        StepResult<Activated> _ = api.ledger().once(step, Activated.class, () -> new Activated(keepHost));
        dropBindings(server, keepHost);
    }

    /** Of the move whose step it is; a revert turns ports too, and has a status of its own. */
    private void status(Step step, String status) {
        api.migrations().status(step.operation(), status, api.clock().instant());
    }

    /** Adopts the binding that a lost try made; one that another operation left behind gives way. */
    private HostBinding beside(Step step, Port port, String host) {
        HostBinding there = binding(port, host).orElse(null);
        if (there != null && (there.active() || isOf(step, there))) {
            return there;
        }
        if (there != null) {
            if (api.ledger().recorded(step, Bound.class).isPresent()) {
                return there; // This try was given up: what is there is its successor's.
            }
            networks.dropBinding(port.id(), host);
        }
        try {
            return networks.bindBeside(port.id(), host, mark(step));
        } catch (ServiceRefused refused) {
            if (refused.status() != 409) {
                throw refused;
            }
            return binding(port, host).filter(binding -> isOf(step, binding)).orElseThrow(() -> refused);
        }
    }

    private void turn(Step step, Port port, String host) {
        if (binding(port, host).isEmpty()) {
            beside(step, port, host);
        }
        networks.activate(port.id(), host);
    }

    private void dropOwn(Step step, UUID server, String host) {
        for (Port port : portsOf(server)) {
            binding(port, host)
                    .filter(binding -> !binding.active() && isOf(step, binding))
                    .ifPresent(binding -> networks.dropBinding(port.id(), host));
        }
    }

    private <T> StepResult<T> refused(Step step, Class<T> type, ServiceRefused refused) {
        return api.ledger().once(step, type, () -> {
            throw because(refused);
        });
    }

    static Refused because(ServiceRefused refused) {
        Failure fact = refused instanceof BindingFailed ? Failure.PORT_UNBOUND : Failure.PORTS_REFUSED;
        return fact.refused(String.valueOf(refused.getMessage()));
    }

    private List<Port> portsOf(UUID server) {
        return networks.portsOf(server.toString());
    }

    private Optional<HostBinding> binding(Port port, String host) {
        return networks.bindings(port.id()).stream()
                .filter(binding -> binding.host().equals(host))
                .findFirst();
    }

    private static boolean isOf(Step step, HostBinding binding) {
        return mark(step).equals(binding.operation());
    }

    /** With the attempt: one that was given up and wakes late adopts, and gives back, nothing of its successor's. */
    static String mark(Step step) {
        return step.operation() + "/" + step.attempt();
    }
}
