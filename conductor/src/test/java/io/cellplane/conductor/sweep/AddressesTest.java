package io.cellplane.conductor.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.activities.control.StandIns;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.PortBinding;
import io.cellplane.db.Json;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestServer;
import io.cellplane.openstack.network.Binding;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.NewPort;
import io.cellplane.openstack.network.Port;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressesTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("addresses", "cell1");

    @TempDir
    static Path folder;

    private static StandIns services;
    private static Networks networks;

    private UUID server;
    private Port port;

    @BeforeAll
    static void open() throws Exception {
        services = new StandIns(folder);
        networks = services.clients.networks();
    }

    @AfterAll
    static void close() {
        services.close();
        CONTROL.close();
    }

    @BeforeEach
    void boot() {
        Instant then = Instant.now().minusSeconds(60);
        Accepted boot = CONTROL.accept();
        server = boot.server();
        CONTROL.api.mappings().place(server, "cell1", 1, then);
        CONTROL.cells.of("cell1").servers().save(TestServer.active(server, then).row());
        Binding binding = new Binding(server.toString(), "compute:nova", "h1", boot.operation() + "/1", 0);
        port = networks.create(new NewPort(services.demo, services.sharedNetwork.toString(), binding, List.of(), null));
        BoundPort card = new BoundPort(
                UUID.fromString(port.id()),
                services.sharedNetwork,
                "private",
                port.mac(),
                List.of(new BoundPort.Address(4, port.fixedIps().getFirst().address())),
                "nic",
                true);
        CONTROL.cells.of("cell1").infoCaches().put(server, Json.write(List.of(card)), then);
    }

    private List<BoundPort.Address> shown() {
        return card().addresses();
    }

    private BoundPort card() {
        String info = CONTROL.cells
                .of("cell1")
                .infoCaches()
                .find(server)
                .orElseThrow()
                .networkInfo();
        BoundPort card =
                Json.read(info, new TypeReference<List<BoundPort>>() {}).getFirst();
        assertThat(card.tag()).isEqualTo("nic");
        return card;
    }

    private static void sweep(Sweep... sweeps) {
        try (Clockwork clockwork = new Clockwork(List.of(sweeps))) {
            clockwork.once();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> CONTROL.api.networkChanges().in("cell1", 1).isEmpty());
        }
    }

    private void changed() {
        CONTROL.api.networkChanges().ask(server, Instant.now());
        sweep(new ChangedAddresses(CONTROL.api, CONTROL.cells, networks, Patience.hasty()));
    }

    private static JsonNode admin(String method, String path, String body) {
        return services.admin(method, path, body);
    }

    @Test
    void what_has_changed_is_shown_after_an_event() {
        String fixed = port.fixedIps().getFirst().address();
        String outside = admin("GET", "/v2.0/networks?name=public", "")
                .at("/networks/0/id")
                .asText();
        String floating = admin(
                        "POST",
                        "/v2.0/floatingips",
                        "{\"floatingip\": {\"floating_network_id\": \"%s\", \"port_id\": \"%s\"}}"
                                .formatted(outside, port.id()))
                .at("/floatingip/floating_ip_address")
                .asText();
        changed();
        assertThat(shown()).containsExactly(new BoundPort.Address(4, fixed, List.of(floating)));

        admin("PUT", "/v2.0/ports/" + port.id(), "{\"port\": {\"fixed_ips\": [{\"ip_address\": \"10.0.77.7\"}]}}");
        changed();
        assertThat(shown()).containsExactly(new BoundPort.Address(4, "10.0.77.7"));

        networks.delete(port.id());
        changed();
        assertThat(shown()).isEmpty();
    }

    @Test
    void what_a_port_is_bound_to_is_known_where_its_server_is_by_now() {
        changed();
        assertThat(card().bindingOn("h1")).isEqualTo(port.binding());
        networks.bindBeside(port.id(), "h2", "move/1");
        networks.activate(port.id(), "h2");
        changed();
        assertThat(card().bindingOn("h1")).isNull();
        PortBinding moved = card().bindingOn("h2");
        assertThat(moved).isNotNull();

        networks.delete(port.id());
        changed();
        assertThat(card().bindingOn("h2")).isEqualTo(moved);
    }

    @Test
    void what_has_changed_without_an_event_is_found_by_and_by() {
        networks.delete(port.id());
        try (Clockwork clockwork =
                new Clockwork(List.of(new AllAddresses(CONTROL.api, CONTROL.cells, networks, Patience.hasty())))) {
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                clockwork.once();
                return shown().isEmpty();
            });
        }
    }

    @Test
    void what_was_written_since_it_was_asked_stays() {
        List<BoundPort.Address> before = shown();
        networks.delete(port.id());
        String info = CONTROL.cells
                .of("cell1")
                .infoCaches()
                .find(server)
                .orElseThrow()
                .networkInfo();
        CONTROL.cells.of("cell1").infoCaches().put(server, info, Instant.now().plusSeconds(60));
        assertThat(new Addresses(CONTROL.api, CONTROL.cells, networks).refresh("cell1", List.of(server)))
                .containsExactly(server);
        assertThat(shown()).isEqualTo(before);
    }

    @Test
    void a_change_of_a_server_that_is_gone_is_forgotten() {
        UUID gone = UUID.randomUUID();
        CONTROL.api.networkChanges().ask(gone, Instant.now());
        sweep(new ChangedAddresses(CONTROL.api, CONTROL.cells, networks, Patience.hasty()));
        assertThat(CONTROL.api.networkChanges().looked(gone, Instant.now())).isZero();
        assertThat(CONTROL.api.networkChanges().forget()).isZero();
    }
}
