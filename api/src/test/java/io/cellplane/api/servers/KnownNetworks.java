package io.cellplane.api.servers;

import io.cellplane.api.KnownUsers;
import io.cellplane.contracts.server.Subnet;
import io.cellplane.openstack.network.Binding;
import io.cellplane.openstack.network.FixedIp;
import io.cellplane.openstack.network.FloatingIp;
import io.cellplane.openstack.network.HostBinding;
import io.cellplane.openstack.network.Network;
import io.cellplane.openstack.network.NetworkReads;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.NewPort;
import io.cellplane.openstack.network.Port;
import io.cellplane.openstack.network.SecurityGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A network service with a few networks and ports, which nobody changes. */
final class KnownNetworks implements Networks {
    static final String PRIVATE = "20000000-0000-4000-8000-000000000001";
    static final String OTHER = "20000000-0000-4000-8000-000000000002";
    /** Shared with the foreigner's project alone; who asks as this process sees it as shared with all. */
    static final String FRIENDS = "20000000-0000-4000-8000-000000000003";

    static final String FREE_PORT = "30000000-0000-4000-8000-000000000001";
    /** For hardware; only administrators are told. */
    static final String DIRECT_PORT = "30000000-0000-4000-8000-000000000004";
    /** With bandwidth to be set aside; only administrators are told. */
    static final String WIDE_PORT = "30000000-0000-4000-8000-000000000005";
    /** Of a trunk. */
    static final String SUBPORT = "30000000-0000-4000-8000-000000000006";
    /** Of whichever server. */
    static final String ITS_PORT = "30000000-0000-4000-8000-000000000003";

    static final String TAKEN_PORT = "30000000-0000-4000-8000-000000000002";

    /** The project of the reader and the member has one network, that of the foreigner two, the administrator none. */
    @Override
    public List<Network> available(String project) {
        List<Network> networks = new ArrayList<>();
        if (!project.equals(KnownUsers.ADMIN_PROJECT)) {
            networks.add(made(PRIVATE));
        }
        if (project.equals(KnownUsers.FOREIGN_PROJECT)) {
            networks.add(made(OTHER));
        }
        networks.add(new Network(FRIENDS, "friends", KnownUsers.ADMIN_PROJECT, true, false, "ACTIVE", 1500, 1));
        return networks;
    }

    /** A token is its user's name: what is shared with one project only, others do not see. */
    @Override
    public NetworkReads seenBy(String callersToken) {
        return callersToken.equals(KnownUsers.FOREIGNER) ? this : new Without(this, FRIENDS);
    }

    /** All but one network. */
    private record Without(Networks all, String hidden) implements NetworkReads {
        @Override
        public List<Network> available(String project) {
            return all.available(project).stream()
                    .filter(network -> !network.id().equals(hidden))
                    .toList();
        }

        @Override
        public Optional<Network> network(String id) {
            return all.network(id).filter(network -> !network.id().equals(hidden));
        }

        @Override
        public Optional<Port> port(String id) {
            return all.port(id);
        }

        @Override
        public Optional<Port> holder(String network, String address) {
            return all.holder(network, address);
        }

        @Override
        public OptionalInt freePorts(String project) {
            return all.freePorts(project);
        }

        @Override
        public Optional<String> allocated(String project) {
            return all.allocated(project);
        }

        @Override
        public List<SecurityGroup> securityGroups(String project) {
            return all.securityGroups(project);
        }
    }

    private static Network made(String id) {
        return new Network(id, "private", KnownUsers.PROJECT, false, false, "ACTIVE", 1500, id.equals(OTHER) ? 0 : 1);
    }

    @Override
    public Optional<Network> network(String id) {
        return id.equals(PRIVATE) || id.equals(OTHER) ? Optional.of(made(id)) : Optional.empty();
    }

    @Override
    public Optional<Port> port(String id) {
        return switch (id) {
            case FREE_PORT, DIRECT_PORT, WIDE_PORT -> Optional.of(made(id, ""));
            case SUBPORT -> Optional.of(made(id, "", "trunk:subport", "normal", false));
            case TAKEN_PORT -> Optional.of(made(id, "another"));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Port> holder(String network, String address) {
        return port(TAKEN_PORT)
                .filter(port -> port.networkId().equals(network)
                        && port.fixedIps().getFirst().address().equals(address));
    }

    /** The member's project has room for three, the others have no bound. */
    @Override
    public OptionalInt freePorts(String project) {
        return project.equals(KnownUsers.PROJECT) ? OptionalInt.of(3) : OptionalInt.empty();
    }

    /** What is made for whoever has none. */
    @Nullable String allocated;

    @Override
    public Optional<String> allocated(String project) {
        return Optional.ofNullable(allocated);
    }

    /** Ports that say that they are servers'. */
    final List<Port> marked = new CopyOnWriteArrayList<>();

    static Port made(String id, String device) {
        return made(id, device, "", "normal", false);
    }

    private static Port made(String id, String device, String owner, String vnicType, boolean requests) {
        return new Port(
                id,
                "",
                PRIVATE,
                KnownUsers.PROJECT,
                "fa:16:3e:00:00:01",
                List.of(new FixedIp("subnet", "10.0.0.9")),
                "DOWN",
                device,
                owner,
                "",
                "unbound",
                Map.of(),
                Map.of(),
                List.of(),
                vnicType,
                requests);
    }

    @Override
    public List<SecurityGroup> securityGroups(String project) {
        return List.of(
                new SecurityGroup("40000000-0000-4000-8000-000000000001", "web", project),
                new SecurityGroup("40000000-0000-4000-8000-000000000002", "twin", project),
                new SecurityGroup("40000000-0000-4000-8000-000000000003", "twin", project));
    }

    /** A port that an operation has attached. */
    static Port attached(UUID port, UUID server, UUID operation) {
        return new Port(
                port.toString(),
                "",
                PRIVATE,
                KnownUsers.PROJECT,
                "fa:16:3e:00:00:08",
                List.of(new FixedIp("subnet", "10.0.0.8")),
                "ACTIVE",
                server.toString(),
                "compute:nova",
                "host1",
                "ovs",
                Map.of(),
                Map.of(Port.OPERATION, operation + "/1"),
                List.of(),
                "normal",
                false);
    }

    /** One that every server has, and those that were attached. */
    @Override
    public List<Port> portsOf(String server) {
        return Stream.concat(
                        Stream.of(made(ITS_PORT, server)),
                        marked.stream().filter(port -> port.deviceId().equals(server)))
                .toList();
    }

    @Override
    public List<Port> ports(Collection<String> ids) {
        return ids.stream()
                .flatMap(id -> port(id).stream())
                .map(port -> made(
                        port.id(),
                        port.deviceId(),
                        "",
                        port.id().equals(DIRECT_PORT) ? "direct" : "normal",
                        port.id().equals(WIDE_PORT)))
                .toList();
    }

    @Override
    public List<Subnet> subnets(Collection<String> ids) {
        return List.of();
    }

    @Override
    public List<FloatingIp> floatingIps(Collection<String> portIds) {
        return List.of();
    }

    /** What was asked for at boot, unless a test says otherwise. */
    @Override
    public Map<String, List<String>> groupsOf(Collection<String> servers) {
        return servers.stream().collect(Collectors.toMap(Function.identity(), groups));
    }

    Function<String, List<String>> groups = server -> List.of("default");

    @Override
    public void marked(Consumer<List<Port>> page) {
        page.accept(List.copyOf(marked));
    }

    @Override
    public List<HostBinding> bindings(String portId) {
        return List.of();
    }

    @Override
    public Map<String, List<HostBinding>> bindings(Collection<String> portIds) {
        return Map.of();
    }

    @Override
    public HostBinding bindBeside(String portId, String host, String operation) {
        throw new UnsupportedOperationException("the API only reads");
    }

    @Override
    public void activate(String portId, String host) {
        throw new UnsupportedOperationException("the API only reads");
    }

    @Override
    public void dropBinding(String portId, String host) {
        throw new UnsupportedOperationException("the API only reads");
    }

    @Override
    public Port create(NewPort port) {
        throw new UnsupportedOperationException("the API only reads");
    }

    @Override
    public List<Port> createAll(List<NewPort> ports) {
        throw new UnsupportedOperationException("the API only reads");
    }

    @Override
    public Port take(String portId, Binding binding) {
        throw new UnsupportedOperationException("the API only reads");
    }

    @Override
    public Port bind(String portId, String host) {
        throw new UnsupportedOperationException("the API only reads");
    }

    @Override
    public void giveBack(Port port) {
        throw new UnsupportedOperationException("the API only reads");
    }

    @Override
    public void delete(String portId) {
        throw new UnsupportedOperationException("the API only reads");
    }

    @Override
    public void release(String portId, String server) {
        throw new UnsupportedOperationException("the API only reads");
    }
}
