package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.openstack.network.NewPort;
import io.cellplane.openstack.network.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A network service that is slower than our patience: it makes a port when nobody waits for the answer any more. */
class LatePortsTest extends NetworkFixture {
    private final Queue<String> late = new ArrayDeque<>();
    private HttpServer slow;
    private OpenStack clients;
    private int patienceEnds = 1;

    @BeforeEach
    void begin() throws IOException {
        slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/", this::pass);
        slow.start();
        clients = new OpenStack(
                new Endpoints(at(cloud.identity.address()), at(cloud.image.address()), at(slow.getAddress())),
                ServiceCredential.of("cellplane", StandInCloud.USERS.cellplane(), "service"),
                Duration.ofSeconds(20));
    }

    @AfterEach
    void end() {
        clients.close();
        slow.stop(0);
    }

    private static URI at(InetSocketAddress address) {
        return URI.create(StandInCloud.at(address));
    }

    /** What was sent is done when the next port is asked for, and just before that one is. */
    private void pass(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = exchange.getRequestHeaders().getFirst("X-Auth-Token");
        String path = exchange.getRequestURI().toString();
        boolean make = exchange.getRequestMethod().equals("POST");
        if (make && late.size() < patienceEnds) {
            late.add(body);
            exchange.close();
            return;
        }
        if (make) {
            late.forEach(each -> call("POST", "/v2.0/ports", each, admin()));
        }
        Answer answer = call(exchange.getRequestMethod(), path, body.isEmpty() ? null : body, token);
        byte[] said = answer.body().toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), said.length == 0 ? -1 : said.length);
        exchange.getResponseBody().write(said);
        exchange.close();
    }

    private List<Port> all() {
        return networks.portsOf("server-1");
    }

    @Test
    void however_many_calls_come_to_their_end_late_there_is_one_port_and_it_is_found() {
        patienceEnds = 2;
        NewPort wanted = port("server-1", "host-1", "op-1", 0);
        for (int call = 0; call < patienceEnds; call++) {
            assertThatThrownBy(() -> clients.networks().create(wanted)).isInstanceOf(ServiceAway.class);
            assertThat(all()).isEmpty();
        }

        Port found = clients.networks().create(wanted);
        assertThat(all()).extracting(Port::id).containsExactly(found.id());
        assertThat(found.hostId()).isEqualTo("host-1");
    }

    @Test
    void each_card_and_each_attempt_has_a_port_of_its_own() {
        patienceEnds = 0;
        Port first = clients.networks().create(port("server-1", "host-1", "op-1", 0));
        Port second = clients.networks().create(port("server-1", "host-1", "op-1", 1));
        Port next = clients.networks().create(port("server-1", "host-1", "op-2", 0));
        assertThat(List.of(first.mac(), second.mac(), next.mac())).doesNotHaveDuplicates();
        assertThat(all()).hasSize(3);
    }

    @Test
    void where_somebody_elses_port_has_the_address_another_one_is_taken() {
        patienceEnds = 0;
        Port made = clients.networks().create(port("server-1", "host-1", "op-1", 0));
        networks.delete(made.id());
        String body = "{\"port\": {\"network_id\": \"%s\", \"mac_address\": \"%s\"}}".formatted(shared(), made.mac());
        call("POST", "/v2.0/ports", body, admin()).good();

        Port other = clients.networks().create(port("server-1", "host-1", "op-1", 0));
        assertThat(other.mac()).isNotEqualTo(made.mac());
        assertThat(all()).extracting(Port::id).containsExactly(other.id());
    }

    @Test
    void what_is_refused_for_another_reason_is_refused() {
        patienceEnds = 0;
        Port first = clients.networks().create(port("server-1", "host-1", "op-1", 0));
        String taken = first.fixedIps().getFirst().address();
        NewPort same = new NewPort(demoId, shared(), binding("server-2", "host-1", "op-1", 0), List.of(), taken);
        assertThatThrownBy(() -> clients.networks().create(same))
                .isInstanceOfSatisfying(
                        ServiceRefused.class,
                        refused -> assertThat(refused.status()).isEqualTo(409));
    }
}
