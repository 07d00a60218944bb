package io.cellplane.openstack.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.identity.TokenSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said to a network service that somebody else changes beside us. */
class HttpNetworksTest {
    private final UUID port = UUID.randomUUID();
    private final Binding binding = new Binding("server", "compute:nova", "h1", "operation/1", 0);
    private int revision = 7;
    private HttpServer server;
    private Networks networks;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2.0/ports/" + port, this::answer);
        server.start();
        URI root = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        TokenSource tokens = new TokenSource() {
            @Override
            public String token() {
                return "t";
            }

            @Override
            public void spoiled(String token) {}
        };
        networks = new HttpNetworks(
                new ServiceHttp("network", root, Duration.ofSeconds(20), ServiceHttp.client()), tokens);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Neutron's answer when no driver of the host takes the port. */
    private void failToBind(HttpExchange exchange) throws IOException {
        tries++;
        byte[] body = "{\"NeutronError\": {\"type\": \"PortBindingError\", \"message\": \"no\", \"detail\": \"\"}}"
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(tries == works ? 201 : failure, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private int tries;
    private int works;
    private int failure = 500;

    @Test
    void a_binding_that_fails_again_and_again_is_a_fact() {
        server.createContext("/v2.0/ports/" + port + "/bindings", this::failToBind);
        assertThatThrownBy(() -> networks.bindBeside(port.toString(), "h2", "operation/1"))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.status()).isEqualTo(409));
        assertThat(tries).isEqualTo(3);
    }

    @Test
    void a_binding_that_fails_once_is_tried_again() {
        works = 2;
        server.createContext("/v2.0/ports/" + port + "/bindings", this::failToBind);
        networks.bindBeside(port.toString(), "h2", "operation/1");
        assertThat(tries).isEqualTo(2);
    }

    @Test
    void a_service_that_is_away_says_nothing_of_the_binding() {
        failure = 503;
        server.createContext("/v2.0/ports/" + port + "/bindings", this::failToBind);
        assertThatThrownBy(() -> networks.bindBeside(port.toString(), "h2", "operation/1"))
                .isInstanceOf(ServiceAway.class);
        assertThat(tries).isEqualTo(1);
    }

    /** As Neutron's: it refuses what is bound to a revision that is over. */
    private void answer(HttpExchange exchange) throws IOException {
        String wanted = exchange.getRequestHeaders().getFirst("If-Match");
        boolean over = wanted != null && !wanted.equals("revision_number=" + revision);
        byte[] body = """
                {"port": {"id": "%s", "device_id": "", "network_id": "n", "fixed_ips": [], "revision_number": %d}}
                """.formatted(port, revision).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(over ? 412 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
        if (exchange.getRequestMethod().equals("GET")) {
            changed.run();
        }
    }

    private Runnable changed = () -> {};

    @Test
    void a_port_is_taken_as_it_was_seen() {
        assertThat(networks.take(port.toString(), binding).id()).isEqualTo(port.toString());
    }

    @Test
    void a_port_that_was_changed_since_it_was_looked_at_is_not_taken() {
        changed = () -> revision++;
        assertThatThrownBy(() -> networks.take(port.toString(), binding))
                .isInstanceOf(ServiceAway.class)
                .hasMessageContaining("was changed meanwhile");
    }
}
