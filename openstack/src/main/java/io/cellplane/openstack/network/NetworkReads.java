package io.cellplane.openstack.network;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the network service shows to one bearer of a token: what is shared with a project depends on who asks. */
public interface NetworkReads {
    /** The networks that servers of the project may be put on: its own and those shared with the bearer's. */
    List<Network> available(String project);

    /** The network with this id (not name), if the bearer sees it: an administrator sees every one. */
    Optional<Network> network(String id);

    /** The port with this id (not name), if the bearer sees it: an administrator sees every one. */
    Optional<Port> port(String id);

    /** The port that has this address in the network, if the bearer sees it. */
    Optional<Port> holder(String network, String address);

    /** How many more ports the project's quota lets in; empty when it has no bound, or the service does not tell. */
    OptionalInt freePorts(String project);

    /**
     * The network that the service makes for a project which has none, made by this call where it is not there yet. Empty
     * when the service makes none.
     */
    Optional<String> allocated(String project);

    /** The security groups of a project; its {@code default} one may only come with the project's first port. */
    List<SecurityGroup> securityGroups(String project);
}
