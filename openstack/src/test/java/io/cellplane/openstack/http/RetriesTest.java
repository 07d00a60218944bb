package io.cellplane.openstack.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceDouble;
import io.cellplane.openstack.ServiceDouble.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls are made again. */
class RetriesTest {
    private static final Wire WIRE = new Wire(Duration.ofSeconds(5), Duration.ofSeconds(30), "", 1, 2, Set.of(503));

    private final HttpClient client = WIRE.client();
    private ServiceDouble service;
    private int failures = 1;
    private int status = 503;

    @BeforeEach
    void open() throws IOException {
        service = new ServiceDouble(this::answer);
    }

    @AfterEach
    void close() {
        service.close();
        client.close();
    }

    /** Status 0: the connection ends in the middle of the answer. */
    private void answer(HttpExchange exchange) throws IOException {
        if (failures-- <= 0) {
            ServiceDouble.say(exchange, 200, "{}");
        } else if (status == 0) {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            exchange.close();
        } else {
            ServiceDouble.say(exchange, status, "{}");
        }
    }

    private Answer call(String method) {
        return http(Where.at(service.root())).call(method, "/", null, Map.of());
    }

    private ServiceHttp http(Where where) {
        return new ServiceHttp("network", where, WIRE, client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void what_does_the_same_however_often_is_made_again_when_the_service_cannot_now(String method) {
        failures = 2;
        assertThat(call(method).status()).isEqualTo(200);
        assertThat(service.asked).extracting(Asked::method).containsExactly(method, method, method);
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 0})
    void what_makes_something_is_never_sent_twice(int how) {
        status = how;
        assertThatThrownBy(() -> call("POST")).isInstanceOf(ServiceAway.class);
        assertThat(service.asked).hasSize(1);
    }

    @Test
    void a_call_that_breaks_is_made_again_once() {
        status = 0;
        assertThat(call("GET").status()).isEqualTo(200);
        failures = 2;
        assertThatThrownBy(() -> call("GET")).isInstanceOf(ServiceAway.class);
    }

    @Test
    void other_statuses_are_taken_as_they_are() {
        status = 500;
        assertThatThrownBy(() -> call("GET")).isInstanceOf(ServiceAway.class);
        assertThat(service.asked).hasSize(1);
    }

    @Test
    void it_is_given_up_after_the_retries_that_are_allowed() {
        failures = 10;
        assertThatThrownBy(() -> call("GET"))
                .isInstanceOfSatisfying(
                        ServiceAway.class, away -> assertThat(away.status()).isEqualTo(503));
        assertThat(service.asked).hasSize(3);
    }

    @Test
    void what_has_not_reached_the_service_is_sent_again_whatever_it_does_and_to_where_the_service_is_by_then()
            throws IOException {
        failures = 0;
        URI nobody;
        try (ServerSocket left = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + left.getLocalPort());
        }
        Where moved = new Where() {
            private URI root = nobody;

            @Override
            public URI root() {
                return root;
            }

            @Override
            public void failed() {
                root = service.root();
            }
        };
        assertThat(http(moved).call("POST", "/", null, Map.of()).status()).isEqualTo(200);
        assertThat(service.asked).hasSize(1);
        assertThatThrownBy(() -> http(Where.at(nobody)).call("POST", "/", null, Map.of()))
                .isInstanceOf(ServiceAway.class);
    }
}
