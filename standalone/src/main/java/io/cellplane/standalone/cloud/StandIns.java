package io.cellplane.standalone.cloud;

import io.cellplane.openstack.OpenStack;
import io.cellplane.standins.IdentityStandIn;
import io.cellplane.standins.ImageStandIn;
import io.cellplane.standins.NetworkStandIn;
import io.cellplane.standins.StandInUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/** The stand-ins of identity, image and network on ports of their own, and this process's clients of them. */
public final class StandIns implements Services {
    private final IdentityStandIn identity;
    private final ImageStandIn image;
    private final NetworkStandIn network;
    private final OpenStack clients;
    private final CloudSecrets secrets;

    /** On the loopback address. */
    StandIns(Path data, Ports ports, CloudSecrets secrets) {
        this(data, "127.0.0.1", ports, secrets);
    }

    /**
     * @param data where they keep what they are told
     * @param host what they listen on
     */
    public StandIns(Path data, String host, Ports ports, CloudSecrets secrets) {
        this.secrets = secrets;
        StandInUsers users = secrets.users();
        try {
            identity =
                    new IdentityStandIn(data.resolve("identity"), new InetSocketAddress(host, ports.identity()), users);
            String owner = identity.projectId("service");
            image = new ImageStandIn(
                    data.resolve("image"), new InetSocketAddress(host, ports.image()), identity.identity(), owner);
            network = new NetworkStandIn(
                    data.resolve("network"), new InetSocketAddress(host, ports.network()), identity.identity(), owner);
        } catch (IOException e) {
            throw new UncheckedIOException("a service could not start: " + e.getMessage(), e);
        }
        clients = at().clients();
    }

    @Override
    public void start(int api) {
        identity.catalogue(Map.of(
                "compute",
                "http://{host}:" + api + "/v2.1",
                "image",
                "http://{host}:" + image.address().getPort(),
                "network",
                "http://{host}:" + network.address().getPort()));
        identity.start();
        image.start();
        network.start();
    }

    /** Ports are plugged into that Linux bridge of their host. */
    public void plugInto(String bridge) {
        network.plugInto(bridge);
    }

    /** A DHCP server gives each card of the network {@code private} its port's address, as it is told in that folder. */
    public void serveDhcp(Path folder) {
        network.serveDhcp(folder);
    }

    @Override
    public OpenStack clients() {
        return clients;
    }

    @Override
    public Elsewhere at() {
        Ports bound = new Ports(
                0,
                identity.address().getPort(),
                image.address().getPort(),
                network.address().getPort(),
                0,
                0);
        return Elsewhere.beside("127.0.0.1", bound, secrets, false);
    }

    @Override
    public void close() {
        clients.close();
        network.close();
        image.close();
        identity.close();
    }
}
