package io.cellplane.api.proxy;

import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.db.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An API before a network and an image service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProxyFixture {
    static final String LAST = "2.35";
    static final String MISSING = "99999999-0000-4000-8000-000000000000";

    KnownServices services;
    ServerCloud cloud;

    @BeforeAll
    void start(@TempDir Path data) {
        services = new KnownServices(data);
        Map<String, Object> room = Map.of("cellplane.quota.instances", 50, "cellplane.quota.cores", 100);
        cloud = new ServerCloud(ServerCloud.NOWHERE, room, services.parts());
    }

    @AfterAll
    void stop() {
        cloud.close();
        services.close();
    }

    Answer call(String user, String method, String path, @Nullable String body) {
        return cloud.call(user, LAST, method, path, body == null ? null : body.replace('\'', '"'));
    }

    JsonNode get(String user, String path) {
        Answer answer = call(user, "GET", path, null);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.body();
    }

    JsonNode network(String user, String method, String path, @Nullable String body) {
        return services.network(user, method, path, body == null ? null : body.replace('\'', '"'));
    }

    /** The id of the network with that name. */
    String net(String name) {
        return network(MEMBER, "GET", "/networks?name=" + name, null)
                .at("/networks/0/id")
                .asText();
    }

    /** A server of the member's. */
    UUID server(String name) {
        UUID server = cloud.booted(MEMBER, name);
        cloud.land(server, "cell1");
        return server;
    }

    /** One more port of the private network, whose device is that server. */
    String port(UUID server) {
        return network(
                        MEMBER,
                        "POST",
                        "/ports",
                        "{'port': {'network_id': '%s', 'device_id': '%s'}}".formatted(net("private"), server))
                .at("/port/id")
                .asText();
    }

    List<String> addresses(String port) {
        return network(MEMBER, "GET", "/ports/" + port, null)
                .path("port")
                .path("fixed_ips")
                .findValuesAsText("ip_address");
    }

    /** From now on the server's record has these ports. */
    void wire(UUID server, String... ports) {
        UUID net = UUID.fromString(net("private"));
        List<BoundPort> cards = Stream.of(ports)
                .map(port -> new BoundPort(
                        UUID.fromString(port),
                        net,
                        "private",
                        "fa:16:3e:00:00:02",
                        addresses(port).stream()
                                .map(address -> new BoundPort.Address(4, address))
                                .toList(),
                        null,
                        true))
                .toList();
        cloud.cells.of("cell1").infoCaches().put(server, Json.write(cards), Instant.now());
    }

    Answer act(String user, UUID server, String body) {
        return call(user, "POST", "/servers/" + server + "/action", body);
    }

    static void refused(Answer answer, int status, String words) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
        assertThat(answer.message()).isEqualTo(words);
    }
}
