package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.identity.ServiceCredential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An identity, an image and a network service with the users {@code admin}, {@code demo} and {@code cellplane}, the image
 * {@code cirros} and the shared network {@code private}: the stand-ins, or real ones that run elsewhere. Where those are,
 * properties say: {@code cellplane.neighbours.identity}, {@code .image}, {@code .network} their addresses, {@code .secrets} a
 * folder with the users' passwords as {@code neighbours/run} takes it, {@code .hosts} two hosts, with a comma between, of
 * which Neutron knows agents.
 */
record Neighbours(
        String name,
        URI identity,
        URI image,
        URI network,
        Map<String, String> passwords,
        List<String> hosts,
        HttpClient http,
        Runnable stop)
        implements AutoCloseable {
    /** A host without any agent. */
    static final String NOWHERE = "nowhere";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String WHERE = "cellplane.neighbours.";

    /** The stand-ins, and the real ones where the properties name some. */
    static Stream<Neighbours> all() {
        return System.getProperty(WHERE + "identity") == null
                ? Stream.of(standIns())
                : Stream.of(standIns(), real(System.getProperty(WHERE + "identity")));
    }

    private static Neighbours standIns() {
        try {
            StandInCloud cloud = new StandInCloud(Files.createTempDirectory("stand-ins"));
            cloud.network.loseAgent(NOWHERE);
            return new Neighbours(
                    "stand-ins",
                    URI.create(StandInCloud.at(cloud.identity.address())),
                    URI.create(StandInCloud.at(cloud.image.address())),
                    URI.create(StandInCloud.at(cloud.network.address())),
                    Map.of(
                            "admin", StandInCloud.USERS.admin(),
                            "demo", StandInCloud.USERS.demo(),
                            "cellplane", StandInCloud.USERS.cellplane()),
                    List.of("host-1", "host-2"),
                    ServiceHttp.client(),
                    cloud::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String password(String user) {
        return Objects.requireNonNull(passwords.get(user), user);
    }

    private static Neighbours real(String identity) {
        Path secrets = Path.of(said("secrets"));
        Map<String, String> passwords = new HashMap<>();
        for (String user : List.of("admin", "demo", "cellplane")) {
            try {
                passwords.put(
                        user,
                        Files.readString(secrets.resolve("password-" + user)).strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Neighbours(
                "real services",
                URI.create(identity),
                URI.create(said("image")),
                URI.create(said("network")),
                passwords,
                List.of(said("hosts").split(",")),
                ServiceHttp.client(),
                () -> {});
    }

    private static String said(String what) {
        String value = System.getProperty(WHERE + what);
        if (value == null) {
            throw new IllegalStateException("the property " + WHERE + what + " is missing");
        }
        return value;
    }

    /** A client of all three, as Cellplane is one; the caller closes it. */
    OpenStack clients() {
        return new OpenStack(
                new Endpoints(identity, image, network),
                ServiceCredential.of("cellplane", password("cellplane"), "service"),
                TIMEOUT);
    }

    /** What a login answers. */
    Answer login(String user, String password, String project) {
        return call(identity, "POST", "/v3/auth/tokens", """
                {"auth": {"identity": {"methods": ["password"], "password": {"user":
                  {"name": "%s", "domain": {"name": "Default"}, "password": "%s"}}},
                  "scope": {"project": {"name": "%s", "domain": {"name": "Default"}}}}}
                """.formatted(user, password, project), null);
    }

    /** Of {@code cellplane} for the project {@code service}, of the others for those of their names. */
    String token(String user) {
        String project = user.equals("cellplane") ? "service" : user;
        Answer answer = login(user, password(user), project);
        answer.good();
        return answer.headers().firstValue("X-Subject-Token").orElseThrow();
    }

    Answer call(URI service, String method, String path, @Nullable String body, @Nullable String token) {
        return sent(service, method, path, body, token == null ? Map.of() : Map.of("X-Auth-Token", token));
    }

    /** The same, with these headers alone. */
    Answer sent(URI service, String method, String path, @Nullable String body, Map<String, String> headers) {
        return new ServiceHttp("test", service, TIMEOUT, http).call(method, path, json(body), headers);
    }

    private static @Nullable JsonNode json(@Nullable String body) {
        return body == null ? null : StandInCloud.json(body);
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        http.close();
        stop.run();
    }
}
