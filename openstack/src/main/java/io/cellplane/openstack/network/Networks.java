package io.cellplane.openstack.network;

import io.cellplane.contracts.server.Subnet;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The network service, asked in this process's own name. Every call throws {@link ServiceAway} when it cannot be
 * asked, and {@link ServiceRefused} when a fact refuses (409 for a taken or used-up address, 404 for a network gone;
 * {@link BindingFailed} when nothing on the host takes the port).
 */
public interface Networks extends NetworkReads {
    /** The same service as a caller sees it. A token that is no good any more is refused: 401. */
    NetworkReads seenBy(String callersToken);

    /**
     * Every port whose device is this server and that was made or taken for it. What a user calls the server's is not: a
     * port's device is its owner's to write, its marks are not.
     */
    List<Port> portsOf(String server);

    /** Those of the ports that there are, whoever they belong to. */
    List<Port> ports(Collection<String> ids);

    /** Those of the subnets that there are. */
    List<Subnet> subnets(Collection<String> ids);

    /** The floating addresses of the ports. */
    List<FloatingIp> floatingIps(Collection<String> portIds);

    /**
     * The names of the security groups of each server's ports, one for each port that has it; nothing of a server without
     * ports that were made or taken for it.
     */
    Map<String, List<String>> groupsOf(Collection<String> servers);

    /**
     * Every port that was made or taken for a server of ours, whichever it is: what an audit compares.
     *
     * @param page told of some at a time
     */
    void marked(Consumer<List<Port>> page);

    /**
     * The same, each with the hosts of its inactive bindings. No list of ports has them: a port that may have some takes a
     * call of its own.
     *
     * @param mayHave of some servers, those whose ports are asked for them
     */
    default void markedBeside(UnaryOperator<Set<String>> mayHave, BiConsumer<Port, Set<String>> each) {
        marked(page -> {
            Set<String> asked = mayHave.apply(page.stream().map(Port::deviceId).collect(Collectors.toSet()));
            Map<String, List<HostBinding>> bindings = bindings(page.stream()
                    .filter(port -> asked.contains(port.deviceId()))
                    .map(Port::id)
                    .toList());
            page.forEach(port -> each.accept(
                    port,
                    bindings.getOrDefault(port.id(), List.of()).stream()
                            .filter(binding -> !binding.active())
                            .map(HostBinding::host)
                            .collect(Collectors.toSet())));
        });
    }

    /**
     * The port of that server, operation and index: the one that an earlier, lost call made, or a new one. Repeating
     * the call is harmless as long as one caller at a time asks for the same port.
     */
    Port create(NewPort port);

    /** Creates or adopts several, in the order given; the ports that are there already are asked for once. */
    List<Port> createAll(List<NewPort> ports);

    /**
     * Gives a port that was the user's before to a server. 409 when it belongs to another one, 404 when it is gone.
     * It is marked, so that {@link #giveBack} frees it.
     */
    Port take(String portId, Binding binding);

    /** Binds a server's port to another host; everything else stays. */
    Port bind(String portId, String host);

    /** Every binding of the port, the active one included; none when the port is gone. */
    List<HostBinding> bindings(String portId);

    /** The bindings of many ports, by the port's id. */
    Map<String, List<HostBinding>> bindings(Collection<String> portIds);

    /**
     * Adds a binding to one more host, inactive as long as another is active. Its profile is the port's own but for the
     * operation. 409 when that host has one already, or no driver of it takes the port; 404 when the port is gone.
     */
    HostBinding bindBeside(String portId, String host, String operation);

    /** Makes this host's binding the active one and the other inactive. Active already is success, 404 without one. */
    void activate(String portId, String host);

    /** Deletes a binding, whether or not it is active; gone already is success. */
    void dropBinding(String portId, String host);

    /** Ends the port's life with its server: deleted, or freed when it is the user's own. Gone already is success. */
    void giveBack(Port port);

    /** Deletes a port; gone already is success. */
    void delete(String portId);

    /** Frees a user's own port: no device, no host. Gone already, or another server's by now, is success. */
    void release(String portId, String server);
}
