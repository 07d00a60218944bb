package io.cellplane.activities.control.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.activities.control.StandIns;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.operation.StepResult.Verdict;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.PortBinding;
import io.cellplane.contracts.server.RequestedNetwork;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestRequest;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.network.HostBinding;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.Port;
import io.cellplane.temporal.step.Ports.Activated;
import io.cellplane.temporal.step.Ports.Bound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with two ports on h1 moves to h2, and back. */
class PortMovesTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("port_moves");

    @TempDir
    static Path folder;

    private static StandIns services;

    private final UUID move = UUID.randomUUID();
    private Networks networks;
    private NetworkPorts ports;
    private Accepted boot;
    private List<BoundPort> cards;

    @BeforeAll
    static void open() throws Exception {
        services = new StandIns(folder);
    }

    @AfterAll
    static void close() {
        services.close();
        CONTROL.close();
    }

    @BeforeEach
    void boot() {
        networks = services.clients.networks();
        ports = new NetworkPorts(CONTROL.api, networks);
        boot = CONTROL.accept(TestRequest.server()
                .project(services.demo)
                .networks(List.of(
                        new RequestedNetwork(services.sharedNetwork, null, null, "first"),
                        new RequestedNetwork(services.sharedNetwork, null, null, null)))
                .build());
        cards = Objects.requireNonNull(ports.bind(new Step(boot.operation(), "ports", 1), boot.server(), "h1")
                        .outcome())
                .ports();
    }

    private Step beside(int attempt) {
        return new Step(move, "beside", attempt);
    }

    private Step turn(int attempt) {
        return new Step(move, "activate", attempt);
    }

    private StepResult<Bound> bindBeside(int attempt, String host) {
        return ports.bindBeside(beside(attempt), boot.server(), host);
    }

    /** What every port of the server is bound to, the active host first. */
    private List<String> hosts() {
        List<List<String>> all = new ArrayList<>();
        for (Port port : networks.portsOf(boot.server().toString())) {
            List<String> hosts = new ArrayList<>(List.of(port.hostId()));
            networks.bindings(port.id()).stream()
                    .filter(binding -> !binding.active())
                    .map(HostBinding::host)
                    .sorted()
                    .forEach(hosts::add);
            all.add(hosts);
        }
        assertThat(all).hasSize(2);
        assertThat(all.getFirst()).as("all ports alike").isEqualTo(all.getLast());
        return all.getFirst();
    }

    @Test
    void bound_beside_activated_and_confirmed() {
        StepResult<Bound> bound = bindBeside(1, "h2");
        assertThat(Objects.requireNonNull(bound.outcome()).ports())
                .as("the server keeps its cards")
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("binding")
                .isEqualTo(cards);
        assertThat(bindings(bound)).containsOnly("h2");
        assertThat(hosts()).containsExactly("h1", "h2");
        assertThat(bindBeside(1, "h2")).isEqualTo(bound);

        StepResult<Activated> active = ports.activate(turn(1), boot.server(), "h2");
        assertThat(active.outcome()).isEqualTo(new Activated("h2"));
        assertThat(ports.activate(turn(1), boot.server(), "h2")).isEqualTo(active);
        assertThat(hosts()).containsExactly("h2", "h1");

        ports.dropBindings(boot.server(), "h2");
        ports.dropBindings(boot.server(), "h2");
        assertThat(hosts()).containsExactly("h2");
        ports.releaseAll(boot.server());
        assertThat(networks.portsOf(boot.server().toString())).isEmpty();
    }

    private static List<String> bindings(StepResult<Bound> bound) {
        return Objects.requireNonNull(bound.outcome()).ports().stream()
                .map(card -> Objects.requireNonNull(card.binding()).host())
                .toList();
    }

    @Test
    void each_host_is_told_its_own_binding_whoever_has_made_it() {
        assertThat(cards).allSatisfy(card -> {
            assertThat(card.binding())
                    .isEqualTo(new PortBinding("h1", "ovs", Map.of("bridge_name", "br-int", "port_filter", "true")));
            assertThat(card.bindingOn("h1")).isNotNull();
            assertThat(card.bindingOn("h2")).isNull();
        });
        services.plugInto("other", "br-other");
        StepResult<Bound> bound = bindBeside(1, "other");
        assertThat(Objects.requireNonNull(bound.outcome()).ports())
                .extracting(BoundPort::binding)
                .containsOnly(
                        new PortBinding("other", "bridge", Map.of("bridge_name", "br-other", "port_filter", "true")));
        ports.activate(turn(1), boot.server(), "other");
        UUID later = UUID.randomUUID();
        assertThat(bindings(ports.bindBeside(new Step(later, "beside", 1), boot.server(), "other")))
                .as("where it is already")
                .containsOnly("other");
        assertThat(bindings(ports.bindBeside(new Step(later, "beside", 2), boot.server(), "h1")))
                .as("in place of what was left behind there")
                .containsOnly("h1");
    }

    @Test
    void a_move_to_a_host_that_no_port_can_be_bound_to_is_refused_and_leaves_the_ports_where_they_were() {
        services.loseAgent("deaf");
        assertThat(bindBeside(1, "deaf").failure()).isEqualTo("network.port_unbound");
        assertThat(hosts()).containsExactly("h1");

        assertThat(bindBeside(2, "fading").isDone()).isTrue();
        services.loseAgent("fading");
        assertThat(ports.activate(turn(2), boot.server(), "fading").failure()).isEqualTo("network.port_unbound");
        assertThat(hosts()).containsExactly("h1");
        assertThat(networks.portsOf(boot.server().toString()))
                .extracting(Port::vifType)
                .containsOnly("ovs");
    }

    @Test
    void undone_in_reverse_and_twice() {
        bindBeside(1, "h2");
        ports.activate(turn(1), boot.server(), "h2");
        for (int i = 0; i < 2; i++) {
            ports.deactivate(turn(1), boot.server(), "h2", "h1");
            assertThat(hosts().getFirst()).isEqualTo("h1");
            ports.unbindBeside(beside(1), boot.server(), "h2");
            assertThat(hosts()).containsExactly("h1");
        }
    }

    @Test
    void a_binding_that_is_active_is_not_taken_away() {
        bindBeside(1, "h2");
        ports.activate(turn(1), boot.server(), "h2");
        ports.unbindBeside(beside(1), boot.server(), "h2");

        assertThat(hosts()).containsExactly("h2", "h1");
    }

    @Test
    void what_comes_after_its_undo_changes_nothing() {
        ports.unbindBeside(beside(1), boot.server(), "h2");
        assertThat(bindBeside(1, "h2").verdict()).isEqualTo(Verdict.UNDONE);
        bindBeside(2, "h2");
        ports.deactivate(turn(1), boot.server(), "h2", "h1");
        assertThat(ports.activate(turn(1), boot.server(), "h2").verdict()).isEqualTo(Verdict.UNDONE);

        assertThat(hosts()).containsExactly("h1", "h2");
    }

    @Test
    void undone_while_it_is_under_way() {
        NetworkPorts slow = new NetworkPorts(
                CONTROL.api,
                StandIns.after(
                        Networks.class,
                        networks,
                        "bindBeside",
                        () -> ports.unbindBeside(beside(1), boot.server(), "h2")));
        assertThat(slow.bindBeside(beside(1), boot.server(), "h2").verdict()).isEqualTo(Verdict.UNDONE);
        assertThat(hosts()).containsExactly("h1");

        bindBeside(2, "h2");
        NetworkPorts late = new NetworkPorts(
                CONTROL.api,
                StandIns.after(
                        Networks.class,
                        networks,
                        "activate",
                        () -> ports.deactivate(turn(2), boot.server(), "h2", "h1")));
        assertThat(late.activate(turn(2), boot.server(), "h2").verdict()).isEqualTo(Verdict.UNDONE);
        assertThat(hosts().getFirst()).isEqualTo("h1");
    }

    @Test
    void a_repeat_beside_itself_binds_once() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Verdict>> tries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tries.add(threads.submit(() -> {
                    bindBeside(1, "h2");
                    return ports.activate(turn(1), boot.server(), "h2").verdict();
                }));
            }
            for (Future<Verdict> one : tries) {
                assertThat(one.get()).isEqualTo(Verdict.DONE);
            }
        }
        assertThat(hosts()).containsExactly("h2", "h1");
    }

    @Test
    void what_a_lost_answer_did_is_adopted() {
        NetworkPorts losing =
                new NetworkPorts(CONTROL.api, StandIns.after(Networks.class, networks, "bindBeside", () -> {
                    throw new ServiceAway("network", "the answer was lost", null);
                }));
        assertThatThrownBy(() -> losing.bindBeside(beside(1), boot.server(), "h2"))
                .isInstanceOf(ServiceAway.class);

        assertThat(bindings(bindBeside(1, "h2"))).containsOnly("h2");
        assertThat(hosts()).containsExactly("h1", "h2");
    }

    @Test
    void the_service_is_waited_for() {
        services.withoutServices(() -> {
            assertThatThrownBy(() -> bindBeside(1, "h2")).isInstanceOf(ServiceAway.class);
            assertThatThrownBy(() -> ports.dropBindings(boot.server(), "h1")).isInstanceOf(ServiceAway.class);
        });
        assertThat(bindBeside(1, "h2").isDone()).isTrue();
        services.withoutServices(() -> {
            assertThatThrownBy(() -> ports.activate(turn(1), boot.server(), "h2"))
                    .isInstanceOf(ServiceAway.class);
            assertThatThrownBy(() -> ports.unbindBeside(beside(1), boot.server(), "h2"))
                    .isInstanceOf(ServiceAway.class);
        });
        ports.unbindBeside(beside(1), boot.server(), "h2");
        assertThat(hosts()).containsExactly("h1");
    }

    @Test
    void a_refusal_leaves_nothing_and_stays() {
        NetworkPorts losing = new NetworkPorts(
                CONTROL.api,
                StandIns.after(
                        Networks.class,
                        networks,
                        "portsOf",
                        () -> networks.delete(cards.getLast().portId().toString())));
        StepResult<Bound> refused = losing.bindBeside(beside(1), boot.server(), "h2");

        assertThat(refused.failure()).isEqualTo("network.ports_refused");
        assertThat(bindBeside(1, "h2")).isEqualTo(refused);
        assertThat(networks.bindings(cards.getFirst().portId().toString()))
                .extracting(HostBinding::host)
                .containsExactly("h1");
    }

    @Test
    void the_same_host_needs_nothing() {
        assertThat(bindBeside(1, "h1").isDone()).isTrue();
        assertThat(ports.activate(turn(1), boot.server(), "h1").isDone()).isTrue();
        assertThat(hosts()).containsExactly("h1");
        ports.deactivate(turn(1), boot.server(), "h1", "h1");
        ports.unbindBeside(beside(1), boot.server(), "h1");
        ports.dropBindings(boot.server(), "h1");

        assertThat(hosts()).containsExactly("h1");
    }

    @Test
    void what_an_earlier_move_left_behind_gives_way_and_what_is_missing_is_made() {
        ports.bindBeside(new Step(UUID.randomUUID(), "beside", 1), boot.server(), "h2");
        bindBeside(1, "h2");
        ports.unbindBeside(beside(1), boot.server(), "h2");
        assertThat(hosts()).containsExactly("h1");

        assertThat(ports.activate(turn(2), boot.server(), "h2").isDone()).isTrue();
        assertThat(hosts()).containsExactly("h2", "h1");
    }

    @Test
    void a_late_undo_finds_the_ports_of_a_later_move_elsewhere() {
        bindBeside(1, "h2");
        ports.deactivate(turn(1), boot.server(), "h2", "h1");
        UUID later = UUID.randomUUID();
        ports.bindBeside(new Step(later, "beside", 1), boot.server(), "h3");
        ports.activate(new Step(later, "activate", 1), boot.server(), "h3");
        ports.deactivate(turn(1), boot.server(), "h2", "h1");

        assertThat(hosts().getFirst()).isEqualTo("h3");
    }

    @Test
    void a_late_undo_leaves_the_ports_of_a_later_move_to_the_same_host() {
        bindBeside(1, "h2");
        ports.activate(turn(1), boot.server(), "h2");
        ports.deactivate(turn(1), boot.server(), "h2", "h1");
        ports.unbindBeside(beside(1), boot.server(), "h2");
        UUID later = UUID.randomUUID();
        ports.bindBeside(new Step(later, "beside", 1), boot.server(), "h2");
        ports.activate(new Step(later, "activate", 1), boot.server(), "h2");
        ports.deactivate(turn(1), boot.server(), "h2", "h1");

        assertThat(hosts().getFirst()).isEqualTo("h2");
    }
}
