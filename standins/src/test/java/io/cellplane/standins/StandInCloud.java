package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.identity.ServiceCredential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All three stand-ins on random ports, and a client of each, for tests. */
public final class StandInCloud implements AutoCloseable {
    public static final StandInUsers USERS = new StandInUsers("admin-pw", "demo-pw", "alt-pw", "reader-pw", "own-pw");

    public final IdentityStandIn identity;
    public final ImageStandIn image;
    public final NetworkStandIn network;
    public final OpenStack clients;
    private final HttpClient http = ServiceHttp.client();

    public StandInCloud(Path data) throws IOException {
        this(data, 0, 0, 0);
    }

    public StandInCloud(Path data, int identityPort, int imagePort, int networkPort) throws IOException {
        identity = new IdentityStandIn(data.resolve("identity"), local(identityPort), USERS);
        String owner = identity.projectId("service");
        image = new ImageStandIn(data.resolve("image"), local(imagePort), identity.identity(), owner);
        network = new NetworkStandIn(data.resolve("network"), local(networkPort), identity.identity(), owner);
        identity.catalogue(Map.of(
                "compute", "http://{host}:8774/v2.1", "image", at(image.address()), "network", at(network.address())));
        identity.start();
        image.start();
        network.start();
        clients = new OpenStack(
                new Endpoints(
                        URI.create(at(identity.address())),
                        URI.create(at(image.address())),
                        URI.create(at(network.address()))),
                ServiceCredential.of("cellplane", USERS.cellplane(), "service"),
                Duration.ofSeconds(20));
    }

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static String at(InetSocketAddress address) {
        return "http://127.0.0.1:" + address.getPort();
    }

    /** A token of a user for a project. */
    public String login(String user, String password, String project) {
        return loginFor(
                user,
                password,
                "{\"project\": {\"name\": \"%s\", \"domain\": {\"name\": \"Default\"}}}".formatted(project));
    }

    /** A token of a user for a scope, as JSON. */
    String loginFor(String user, String password, String scope) {
        String body = """
                {"auth": {"identity": {"methods": ["password"], "password": {"user":
                  {"name": "%s", "domain": {"id": "default"}, "password": "%s"}}}, "scope": %s}}
                """.formatted(user, password, scope);
        Answer answer = call(identity.address(), "POST", "/v3/auth/tokens", body, null);
        answer.good();
        return answer.headers().firstValue("X-Subject-Token").orElseThrow();
    }

    /** One raw call to a stand-in. */
    public Answer call(
            InetSocketAddress to, String method, String path, @Nullable String body, @Nullable String token) {
        Map<String, String> headers = new HashMap<>();
        if (token != null) {
            headers.put("X-Auth-Token", token);
        }
        return new ServiceHttp("test", URI.create(at(to)), Duration.ofSeconds(20), http)
                .call(method, path, body == null ? null : json(body), headers);
    }

    public static JsonNode json(String text) {
        try {
            return Store.JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        clients.close();
        http.close();
        network.close();
        image.close();
        identity.close();
    }
}
