package io.cellplane.activities.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.db.Json;
import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.openstack.identity.ServiceLogin;
import io.cellplane.standins.IdentityStandIn;
import io.cellplane.standins.ImageStandIn;
import io.cellplane.standins.NetworkStandIn;
import io.cellplane.standins.StandInUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** The services on random ports, which may go away and come back, and this process's clients of them. */
public final class StandIns implements AutoCloseable {
    private static final HttpClient CLIENT = ServiceHttp.client();

    private final Path folder;
    private final IdentityStandIn identity;
    private ImageStandIn image;
    private NetworkStandIn network;
    public final OpenStack clients;
    public final String demo;
    public final UUID sharedNetwork;

    public StandIns(Path folder) throws IOException {
        this.folder = folder;
        StandInUsers users = new StandInUsers("admin-pw", "demo-pw", "alt-pw", "reader-pw", "own-pw");
        identity = new IdentityStandIn(folder.resolve("identity"), local(0), users);
        image = image(0);
        network = network(0);
        identity.start();
        image.start();
        network.start();
        clients = new OpenStack(
                new Endpoints(at(identity.address()), at(image.address()), at(network.address())),
                ServiceCredential.of("cellplane", users.cellplane(), "service"),
                Duration.ofSeconds(20));
        demo = identity.projectId("demo");
        sharedNetwork =
                UUID.fromString(clients.networks().available(demo).getFirst().id());
    }

    private ImageStandIn image(int port) throws IOException {
        return new ImageStandIn(
                folder.resolve("image"), local(port), identity.identity(), identity.projectId("service"));
    }

    private NetworkStandIn network(int port) throws IOException {
        return new NetworkStandIn(
                folder.resolve("network"), local(port), identity.identity(), identity.projectId("service"));
    }

    /** What the network service answers an administrator, on whichever path. */
    public JsonNode admin(String method, String path, String body) {
        ServiceHttp http = new ServiceHttp("network", at(network.address()), Duration.ofSeconds(20), CLIENT);
        ServiceLogin login = new ServiceLogin(
                new ServiceHttp("identity", URI.create(at(identity.address()) + "/v3"), Duration.ofSeconds(20), CLIENT),
                ServiceCredential.of("admin", "admin-pw", "admin"),
                Clock.systemUTC());
        return http.call(
                        method,
                        path,
                        body.isEmpty() ? null : Json.read(body, JsonNode.class),
                        Map.of("X-Auth-Token", login.token()))
                .good();
    }

    /** From now on no port can be bound to that host. */
    public void loseAgent(String host) {
        network.loseAgent(host);
    }

    /** From now on that host's ports are plugged into a Linux bridge. */
    public void plugInto(String host, String bridge) {
        network.plugInto(host, bridge);
    }

    /** Does something while image and network are away; they are back afterwards, where they were. */
    public void withoutServices(Runnable meanwhile) {
        int images = image.address().getPort();
        int networks = network.address().getPort();
        image.close();
        network.close();
        try {
            meanwhile.run();
            image = image(images);
            network = network(networks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        image.start();
        network.start();
    }

    /** A service of which something else happens after each call of this method and before its answer is heard. */
    public static <T> T after(Class<T> type, T real, String method, Runnable then) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, args) -> {
            try {
                Object answer = called.invoke(real, args);
                if (called.getName().equals(method)) {
                    then.run();
                }
                return answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static URI at(InetSocketAddress address) {
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    @Override
    public void close() {
        clients.close();
        network.close();
        image.close();
        identity.close();
    }
}
