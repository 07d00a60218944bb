package io.cellplane.activities.cell.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.PortBinding;
import io.cellplane.contracts.server.Subnet;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.Receiving;
import io.cellplane.temporal.step.Hosts.SpawningFrom;
import io.cellplane.temporal.step.Hosts.Uploaded;
import io.cellplane.testing.HandClock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a host is told of a guest's ports. */
class ToldPortsTest extends RelayFixture {
    private static final TestControlLevel CONTROL = new TestControlLevel("told_ports", new HandClock(), "cell1");

    ToldPortsTest() {
        super(CONTROL);
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private BoundPort boundOn(String host, String bridge) {
        Subnet subnet = new Subnet("subnet", "10.0.0.0/16", "10.0.0.1", true, null, List.of("9.9.9.9"), List.of());
        return new BoundPort(
                port.portId(),
                port.networkId(),
                "private",
                port.macAddress(),
                List.of(new BoundPort.Address(4, "10.0.0.5")),
                null,
                true,
                new PortBinding(host, "bridge", Map.of("bridge_name", bridge)),
                1450,
                List.of(subnet));
    }

    private static GuestPort card(GuestSpec guest) {
        return guest.ports().getFirst();
    }

    @Test
    void a_host_is_told_what_its_ports_are_bound_to_there() {
        landed("h1", boundOn("h1", "br-one"));
        Hosts hosts = hosts(Grants.NONE);
        hosts.spawn(step("spawn"));
        assertThat(order()).isInstanceOfSatisfying(Order.Spawn.class, spawn -> {
            assertThat(card(spawn.guest()).bound())
                    .isEqualTo(new PortBinding("h1", "bridge", Map.of("bridge_name", "br-one")));
            assertThat(card(spawn.guest()).mtu()).isEqualTo(1450);
            assertThat(card(spawn.guest()).subnets()).extracting(Subnet::cidr).containsExactly("10.0.0.0/16");
        });
    }

    @Test
    void a_host_that_a_server_moves_to_is_told_its_own_bindings_and_never_those_of_the_source() {
        landed("source", boundOn("source", "br-source"));
        Hosts hosts = hosts(new Granting());
        List<BoundPort> bound = List.of(boundOn("h1", "br-one"));
        hosts.receive(new Receiving(step("receive"), operation, "source", LARGE, List.of(), bound, null));
        assertThat(order())
                .isInstanceOfSatisfying(
                        Order.Receive.class,
                        receive -> assertThat(card(receive.guest()).bound())
                                .isEqualTo(new PortBinding("h1", "bridge", Map.of("bridge_name", "br-one"))));
        hosts.spawnFrom(new SpawningFrom(step("spawn"), LARGE, image, "raw", new Uploaded(5, "ab"), bound));
        assertThat(order())
                .isInstanceOfSatisfying(
                        Order.Spawn.class,
                        spawn -> assertThat(card(spawn.guest()).bound())
                                .isEqualTo(bound.getFirst().binding()));
        hosts.receive(new Receiving(step("again"), operation, "source", LARGE, List.of()));
        assertThat(order()).as("told by an older workflow").isInstanceOfSatisfying(Order.Receive.class, receive -> {
            assertThat(card(receive.guest()).bound()).isNull();
            assertThat(card(receive.guest()).mtu()).isEqualTo(1450);
        });
    }
}
