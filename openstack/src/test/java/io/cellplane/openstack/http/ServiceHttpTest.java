package io.cellplane.openstack.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.identity.TokenSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceHttpTest {
    private final HttpClient client = ServiceHttp.client();
    private final List<String> tokens = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String body = "";

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Auth-Token")));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        client.close();
    }

    @Test
    void not_now_is_away_and_a_fact_refuses() {
        ServiceHttp http = http(server.getAddress().getPort());
        for (int away : new int[] {500, 503, 429}) {
            status = away;
            assertThatThrownBy(() -> get(http)).isInstanceOf(ServiceAway.class);
        }
        status = 409;
        body = "{\"NeutronError\": {\"type\": \"T\", \"message\": \"in use\", \"detail\": \"\"}}";
        assertThatThrownBy(() -> get(http).good()).isInstanceOfSatisfying(ServiceRefused.class, e -> {
            assertThat(e.status()).isEqualTo(409);
            assertThat(e).hasMessage("in use");
        });
        body = "<html>no json</html>";
        assertThatThrownBy(() -> get(http).good()).hasMessage("HTTP 409");
        body = "{\"message\": \"" + "long ".repeat(1000) + "\"}";
        assertThatThrownBy(() -> get(http).good())
                .satisfies(e -> assertThat(e.getMessage()).hasSize(255));
    }

    @Test
    void what_never_answers_is_away() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> get(http(silent.getLocalPort()))).isInstanceOf(ServiceAway.class);
        }
        server.stop(0);
        assertThatThrownBy(() -> get(http(server.getAddress().getPort()))).isInstanceOf(ServiceAway.class);
    }

    @Test
    void an_own_token_that_is_turned_away_is_renewed_once() {
        status = 401;
        Counting own = new Counting();
        OwnCalls calls = new OwnCalls(http(server.getAddress().getPort()), own);

        assertThatThrownBy(() -> calls.get("/")).isInstanceOf(ServiceAway.class);
        assertThat(tokens).containsExactly("t0", "t1");
    }

    private ServiceHttp http(int port) {
        return new ServiceHttp("network", URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(2), client);
    }

    private static Answer get(ServiceHttp http) {
        return http.call("GET", "/", null, Map.of());
    }

    private static final class Counting implements TokenSource {
        private int renewed;

        @Override
        public String token() {
            return "t" + renewed;
        }

        @Override
        public void spoiled(String token) {
            renewed++;
        }
    }
}
