package io.cellplane.proofs;

import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.openstack.network.Networks;
import io.cellplane.standins.IdentityStandIn;
import io.cellplane.standins.ImageStandIn;
import io.cellplane.standins.NetworkStandIn;
import io.cellplane.standins.StandInUsers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Identity, image and network, with the real clients of them. */
final class Services implements AutoCloseable {
    private static final StandInUsers USERS = new StandInUsers("admin-pw", "demo-pw", "alt-pw", "reader-pw", "own-pw");

    private final IdentityStandIn identity;
    private final ImageStandIn image;
    private final NetworkStandIn network;
    private final OpenStack clients;
    final String project;
    final UUID privateNetwork;

    Services(Path data) throws IOException {
        InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        identity = new IdentityStandIn(data.resolve("identity"), local, USERS);
        network =
                new NetworkStandIn(data.resolve("network"), local, identity.identity(), identity.projectId("service"));
        image = new ImageStandIn(data.resolve("image"), local, identity.identity(), identity.projectId("service"));
        identity.start();
        image.start();
        network.start();
        clients = new OpenStack(
                new Endpoints(at(identity.address()), at(image.address()), at(network.address())),
                ServiceCredential.of("cellplane", USERS.cellplane(), "service"),
                Duration.ofSeconds(20));
        project = identity.projectId("demo");
        privateNetwork = networks().available(project).stream()
                .filter(one -> one.name().equals("private"))
                .map(one -> UUID.fromString(one.id()))
                .findFirst()
                .orElseThrow();
    }

    private static URI at(InetSocketAddress address) {
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    /** From now on that host's ports are plugged into a Linux bridge. */
    void plugInto(String host, String bridge) {
        network.plugInto(host, bridge);
    }

    OpenStack clients() {
        return clients;
    }

    Networks networks() {
        return clients.networks();
    }

    @Override
    public void close() {
        clients.close();
        network.close();
        image.close();
        identity.close();
    }
}
