package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cellplane.api.KnownUsers;
import io.cellplane.openstack.http.CallersCalls;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.Project;
import io.cellplane.openstack.identity.Token;
import io.cellplane.openstack.image.ImageProxy;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.standins.ImageStandIn;
import io.cellplane.standins.NetworkStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A network and an image service that know the users of {@link KnownUsers}, and the API's ways to them. */
public final class KnownServices implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client = ServiceHttp.client();
    private final Set<String> turnedAway = ConcurrentHashMap.newKeySet();
    private final Map<String, Queue<Runnable>> meanwhile = new ConcurrentHashMap<>();
    private final NetworkStandIn network;
    private final ImageStandIn image;

    public KnownServices(Path data) {
        KnownUsers users = new KnownUsers();
        Identity identity = new Identity() {
            @Override
            public Optional<Token> validate(String token) {
                Optional.ofNullable(meanwhile.get(token)).map(Queue::poll).ifPresent(Runnable::run);
                return turnedAway.contains(token) ? Optional.empty() : users.validate(token);
            }

            @Override
            public Optional<Project> project(String id) {
                return users.project(id);
            }
        };
        try {
            InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            network = new NetworkStandIn(data.resolve("network"), anywhere, identity, KnownUsers.ADMIN_PROJECT);
            image = new ImageStandIn(data.resolve("image"), anywhere, identity, KnownUsers.ADMIN_PROJECT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        network.start();
        image.start();
    }

    /** For the API. */
    public Object[] parts() {
        return new Object[] {new NetworkProxy(http(network.address())), new ImageProxy(http(image.address()))};
    }

    private ServiceHttp http(InetSocketAddress address) {
        String service = address.equals(image.address()) ? "image" : "network";
        return new ServiceHttp(service, URI.create("http://127.0.0.1:" + address.getPort()), TIMEOUT, client);
    }

    /** One call to the network service itself. */
    public JsonNode network(String user, String method, String path, @Nullable String body) {
        return new CallersCalls(http(network.address())).call(user, method, "/v2.0" + path, json(body));
    }

    /** One call to the image service itself. */
    public JsonNode image(String user, String method, String path, @Nullable String body) {
        return new CallersCalls(http(image.address())).call(user, method, "/v2" + path, json(body));
    }

    /** From now on no list of the network service has more, whatever is asked for. */
    void answerAtMost(int most) {
        network.answerAtMost(most);
    }

    /** From now on, or no longer, that user's token is none for these services. */
    void turnAway(String user, boolean away) {
        if (away) {
            turnedAway.add(user);
        } else {
            turnedAway.remove(user);
        }
    }

    /** Before each of that user's next calls to these services, this happens: as many as are given. */
    void meanwhile(String user, List<Runnable> each) {
        meanwhile.put(user, new ConcurrentLinkedQueue<>(each));
    }

    private static @Nullable JsonNode json(@Nullable String body) {
        try {
            return body == null ? null : new ObjectMapper().readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        network.close();
        image.close();
        client.close();
    }
}
