package io.cellplane.standalone.cloud;

import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.standins.IdentityStandIn;
import io.cellplane.standins.ImageStandIn;
import io.cellplane.standins.NetworkStandIn;
import io.cellplane.standins.StandInUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The stand-ins of identity, image and network on ports of their own, and this process's clients of them. */
public final class Services implements AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(10);

    private final IdentityStandIn identity;
    private final ImageStandIn image;
    private final NetworkStandIn network;
    private final OpenStack clients;

    /** On the loopback address. */
    Services(Path data, Ports ports, StandInUsers users) {
        this(data, "127.0.0.1", ports, users);
    }

    /**
     * @param data where they keep what they are told
     * @param host what they listen on
     */
    public Services(Path data, String host, Ports ports, StandInUsers users) {
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
        clients = new OpenStack(
                new Endpoints(
                        URI.create(at(identity.address())),
                        URI.create(at(image.address())),
                        URI.create(at(network.address()))),
                ServiceCredential.of("cellplane", users.cellplane(), "service"),
                CALL);
    }

    /** They answer from now on; the catalogue says that the compute API is on that port. */
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

    OpenStack clients() {
        return clients;
    }

    String identityUrl() {
        return at(identity.address()) + "/v3";
    }

    String imageUrl() {
        return at(image.address());
    }

    String networkUrl() {
        return at(network.address());
    }

    private static String at(InetSocketAddress address) {
        return "http://127.0.0.1:" + address.getPort();
    }

    @Override
    public void close() {
        clients.close();
        network.close();
        image.close();
        identity.close();
    }
}
