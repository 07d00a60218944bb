package io.cellplane.openstack.network;

import java.util.List;
import java.util.Optional;

/** What the network service shows to one bearer of a token: what is shared with a project depends on who asks. */
public interface NetworkReads {
    /** The networks that servers of the project may be put on: its own and those shared with the bearer's. */
    List<Network> available(String project);

    /** The network with this id (not name), if the bearer sees it: an administrator sees every one. */
    Optional<Network> network(String id);

    /** The port with this id (not name), if the bearer sees it: an administrator sees every one. */
    Optional<Port> port(String id);

    /** The security groups of a project; its {@code default} one may only come with the project's first port. */
    List<SecurityGroup> securityGroups(String project);
}
