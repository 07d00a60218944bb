package io.cellplane.activities.control.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.operation.StepResult.Verdict;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.PortBinding;
import io.cellplane.contracts.server.RequestedNetwork;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestRequest;
import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.openstack.identity.ServiceLogin;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.Port;
import io.cellplane.standins.IdentityStandIn;
import io.cellplane.standins.NetworkStandIn;
import io.cellplane.standins.StandInUsers;
import io.cellplane.temporal.step.Ports.Bound;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkPortsTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("ports");
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static IdentityStandIn identity;
    private static NetworkStandIn network;
    private static OpenStack clients;
    private static HttpClient http;
    private static String demo;
    private static UUID shared;

    private Networks networks;
    private NetworkPorts ports;

    @BeforeAll
    static void open() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        StandInUsers users = new StandInUsers("admin-pw", "demo-pw", "alt-pw", "reader-pw", "own-pw");
        identity = new IdentityStandIn(folder.resolve("identity"), any, users);
        network =
                new NetworkStandIn(folder.resolve("network"), any, identity.identity(), identity.projectId("service"));
        identity.catalogue(Map.of("network", at(network.address()).toString()));
        identity.start();
        network.start();
        clients = new OpenStack(
                new Endpoints(at(identity.address()), at(network.address()), at(network.address())),
                ServiceCredential.of("cellplane", users.cellplane(), "service"),
                TIMEOUT);
        http = ServiceHttp.client();
        demo = identity.projectId("demo");
        shared = UUID.fromString(clients.networks().available(demo).getFirst().id());
    }

    @BeforeEach
    void begin() {
        networks = clients.networks();
        ports = new NetworkPorts(CONTROL.api, networks);
    }

    @AfterAll
    static void close() {
        clients.close();
        http.close();
        network.close();
        identity.close();
        CONTROL.close();
    }

    private static URI at(InetSocketAddress address) {
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    private static Accepted server(RequestedNetwork... wanted) {
        return CONTROL.accept(
                TestRequest.server().project(demo).networks(List.of(wanted)).build());
    }

    private static RequestedNetwork card() {
        return new RequestedNetwork(shared, null, null, null);
    }

    private static Step step(Accepted boot, int attempt) {
        return new Step(boot.operation(), "ports", attempt);
    }

    private static List<BoundPort> bound(StepResult<Bound> answer) {
        return Objects.requireNonNull(answer.outcome()).ports();
    }

    private List<Port> portsOf(Accepted boot) {
        return networks.portsOf(boot.server().toString());
    }

    /** A port that a user made, as any client of the network service does. */
    private static UUID usersPort() {
        ServiceLogin login = new ServiceLogin(
                new ServiceHttp("identity", URI.create(at(identity.address()) + "/v3"), TIMEOUT, http),
                ServiceCredential.of("demo", "demo-pw", "demo"),
                Clock.systemUTC());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("port").put("network_id", shared.toString()).put("name", "mine");
        return UUID.fromString(new ServiceHttp("network", at(network.address()), TIMEOUT, http)
                .call("POST", "/v2.0/ports", body, Map.of("X-Auth-Token", login.token()))
                .good()
                .at("/port/id")
                .asText());
    }

    /** The real network service behind a wire that does something of its own after creating. */
    private Networks after(UnaryOperator<Object> created) {
        return (Networks) Proxy.newProxyInstance(
                Networks.class.getClassLoader(), new Class<?>[] {Networks.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(networks, arguments);
                        return method.getName().equals("createAll") ? created.apply(answer) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void each_card_gets_a_port_bound_to_the_host_in_the_order_asked_for() {
        Accepted boot = server(
                new RequestedNetwork(shared, null, null, "first"), new RequestedNetwork(shared, null, null, "second"));
        List<BoundPort> cards = bound(ports.bind(step(boot, 1), boot.server(), "h1"));

        assertThat(cards).extracting(BoundPort::tag).containsExactly("first", "second");
        assertThat(cards).allSatisfy(card -> {
            assertThat(card.owned()).isTrue();
            assertThat(card.networkName()).isEqualTo("private");
            assertThat(card.addresses()).isNotEmpty();
            assertThat(card.binding())
                    .isEqualTo(new PortBinding("h1", "ovs", Map.of("bridge_name", "br-int", "port_filter", "true")));
            assertThat(card.mtu()).isEqualTo(1450);
            assertThat(card.subnets()).singleElement().satisfies(subnet -> {
                assertThat(subnet.cidr()).isEqualTo("10.0.0.0/16");
                assertThat(subnet.gateway()).isEqualTo("10.0.0.1");
                assertThat(subnet.dhcp()).isTrue();
            });
        });
        assertThat(portsOf(boot))
                .hasSize(2)
                .allSatisfy(port -> assertThat(port.hostId()).isEqualTo("h1"));
    }

    @Test
    void who_asks_again_gets_the_same_ports() {
        Accepted boot = server(card());
        StepResult<Bound> first = ports.bind(step(boot, 1), boot.server(), "h1");

        assertThat(ports.bind(step(boot, 1), boot.server(), "h1")).isEqualTo(first);
        assertThat(portsOf(boot)).hasSize(1);
    }

    @Test
    void a_server_without_networks_has_no_ports() {
        Accepted boot = server();
        assertThat(bound(ports.bind(step(boot, 1), boot.server(), "h1"))).isEmpty();
    }

    @Test
    void what_a_lost_answer_made_is_adopted() {
        Accepted boot = server(card(), card());
        NetworkPorts losing = new NetworkPorts(CONTROL.api, after(made -> {
            throw new ServiceAway("network", "the answer was lost", null);
        }));
        assertThatThrownBy(() -> losing.bind(step(boot, 1), boot.server(), "h1"))
                .isInstanceOf(ServiceAway.class);
        List<String> lost = portsOf(boot).stream().map(Port::id).toList();

        assertThat(bound(ports.bind(step(boot, 1), boot.server(), "h1")))
                .extracting(card -> card.portId().toString())
                .containsExactlyInAnyOrderElementsOf(lost)
                .hasSize(2);
    }

    @Test
    void a_release_deletes_what_was_made_and_may_be_repeated() {
        Accepted boot = server(card());
        ports.bind(step(boot, 1), boot.server(), "h1");
        ports.release(step(boot, 1), boot.server());
        ports.release(step(boot, 1), boot.server());

        assertThat(portsOf(boot)).isEmpty();
    }

    @Test
    void a_bind_that_comes_after_its_release_leaves_no_port() {
        Accepted boot = server(card());
        ports.release(step(boot, 1), boot.server());

        assertThat(ports.bind(step(boot, 1), boot.server(), "h1").verdict()).isEqualTo(Verdict.UNDONE);
        assertThat(portsOf(boot)).isEmpty();
    }

    @Test
    void a_bind_that_is_released_while_it_is_under_way_leaves_no_port() {
        Accepted boot = server(card());
        NetworkPorts slow = new NetworkPorts(CONTROL.api, after(made -> {
            // Released when the list of ports had not shown it yet.
            CONTROL.api.ledger().undo(step(boot, 1), Bound.class, bound -> {});
            return made;
        }));

        assertThat(slow.bind(step(boot, 1), boot.server(), "h1").verdict()).isEqualTo(Verdict.UNDONE);
        assertThat(portsOf(boot)).isEmpty();
    }

    @Test
    void one_that_was_given_up_and_wakes_late_takes_nothing_from_the_next_attempt() {
        Accepted boot = server(card());
        NetworkPorts zombie = new NetworkPorts(CONTROL.api, after(made -> {
            ports.release(step(boot, 1), boot.server());
            ports.bind(step(boot, 2), boot.server(), "h2");
            return made;
        }));
        zombie.bind(step(boot, 1), boot.server(), "h1");

        StepResult<Bound> second = ports.bind(step(boot, 2), boot.server(), "h2");
        assertThat(portsOf(boot)).singleElement().satisfies(port -> {
            assertThat(port.hostId()).isEqualTo("h2");
            assertThat(port.id()).isEqualTo(bound(second).getFirst().portId().toString());
        });
    }

    @Test
    void a_users_own_port_is_taken_and_freed_and_never_deleted() {
        UUID own = usersPort();
        Accepted boot = server(new RequestedNetwork(null, own, null, null), card());
        List<BoundPort> cards = bound(ports.bind(step(boot, 1), boot.server(), "h1"));
        assertThat(cards.getFirst().portId()).isEqualTo(own);
        assertThat(cards).extracting(BoundPort::owned).containsExactly(false, true);

        ports.release(step(boot, 1), boot.server());
        assertThat(portsOf(boot)).isEmpty();
        assertThat(networks.port(own.toString())).hasValueSatisfying(port -> {
            assertThat(port.deviceId()).isEmpty();
            assertThat(port.hostId()).isEmpty();
            assertThat(port.isUsersOwn()).isFalse();
        });
    }

    @Test
    void a_port_that_is_another_servers_is_refused_and_stays_its() {
        UUID own = usersPort();
        Accepted first = server(new RequestedNetwork(null, own, null, null));
        Accepted second = server(card(), new RequestedNetwork(null, own, null, null));
        ports.bind(step(first, 1), first.server(), "h1");
        StepResult<Bound> refused = ports.bind(step(second, 1), second.server(), "h1");

        assertThat(refused.failure()).isEqualTo("network.ports_refused");
        assertThat(ports.bind(step(second, 1), second.server(), "h1")).isEqualTo(refused);
        ports.release(step(second, 1), second.server());
        assertThat(portsOf(second)).isEmpty();
        assertThat(portsOf(first)).hasSize(1);
    }

    @Test
    void a_refused_bind_keeps_nothing_that_it_made_before() {
        Accepted boot = server(card(), new RequestedNetwork(UUID.randomUUID(), null, null, null));

        assertThat(ports.bind(step(boot, 1), boot.server(), "h1").failure()).isEqualTo("network.ports_refused");
        assertThat(portsOf(boot)).isEmpty();
    }

    @Test
    void a_host_that_no_port_can_be_bound_to_is_a_fact_and_keeps_none() {
        network.loseAgent("deaf");
        UUID own = usersPort();
        for (RequestedNetwork card : List.of(card(), new RequestedNetwork(null, own, null, null))) {
            Accepted boot = server(card);
            StepResult<Bound> refused = ports.bind(step(boot, 1), boot.server(), "deaf");

            assertThat(refused.failure()).isEqualTo("network.port_unbound");
            assertThat(portsOf(boot)).isEmpty();
            assertThat(ports.bind(step(boot, 2), boot.server(), "h1").isDone()).isTrue();
        }
    }

    @Test
    void the_next_attempt_makes_ports_of_its_own_on_its_host() {
        Accepted boot = server(card());
        ports.bind(step(boot, 1), boot.server(), "h1");
        ports.release(step(boot, 1), boot.server());

        assertThat(ports.bind(step(boot, 2), boot.server(), "h2").isDone()).isTrue();
        assertThat(portsOf(boot))
                .singleElement()
                .satisfies(port -> assertThat(port.hostId()).isEqualTo("h2"));
    }

    @Test
    void ports_of_other_servers_are_left_alone() {
        Accepted one = server(card());
        Accepted other = server(card());
        ports.bind(step(one, 1), one.server(), "h1");
        ports.bind(step(other, 1), other.server(), "h1");
        ports.release(step(one, 1), one.server());

        assertThat(portsOf(other)).hasSize(1);
    }
}
