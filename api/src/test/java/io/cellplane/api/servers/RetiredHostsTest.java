package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Debts;
import io.cellplane.db.testing.TestOperation;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code /os-cellplane-hosts}. */
class RetiredHostsTest {
    private final ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());
    private final UUID provider = UUID.randomUUID();

    @AfterEach
    void stop() {
        cloud.close();
    }

    private Answer act(String host, String body) {
        return cloud.call(ADMIN, "2.1", "POST", "/os-cellplane-hosts/" + host + "/action", body);
    }

    private HostStateRow state() {
        return cloud.api.hostStates().find("host1").orElseThrow();
    }

    private void fence() {
        cloud.api.hostStates().forceDown(state().serviceUuid(), true, "a test", Instant.now());
    }

    private void owes(UUID server) {
        OperationRow move =
                TestOperation.of(server, Kind.RESIZE, OperationState.RUNNING).row();
        cloud.api.operations().save(move);
        new Debts(cloud.api).owe(move, Owed.discard("cell1", "host1", 1, UUID.randomUUID(), 1));
    }

    private void provides(int reported, int offered) {
        cloud.api.providers().add(provider, "host1", "host1", "cell1", Instant.now());
        cloud.api.inventories().put(provider, InventoryRow.VCPU, reported, offered, 0, 4);
    }

    @Test
    void a_host_without_anything_is_retired() {
        cloud.host("free", "cell1");
        assertThat(act("free", "{\"retire\":null}").status()).isEqualTo(202);
        assertThat(act("free", "{\"retire\":null}").status()).isEqualTo(202);
        assertThat(cloud.api.hostStates().find("free").orElseThrow().retired()).isTrue();
        assertThat(cloud.get(ADMIN, "2.53", "/os-services?host=free")
                        .body()
                        .at("/services/0/disabled_reason")
                        .asText())
                .isEqualTo("retired");
        assertThat(act("nowhere", "{\"retire\":null}").status()).isEqualTo(404);
        assertThat(cloud.call(MEMBER, "2.1", "POST", "/os-cellplane-hosts/free/action", "{\"retire\":null}")
                        .status())
                .isEqualTo(403);
        assertThat(act("free", "{\"retire\":{\"x\":1}}").status()).isEqualTo(400);
    }

    @Test
    void a_host_that_owes_is_retired_only_when_it_is_fenced() {
        owes(cloud.resting("one"));
        assertThat(act("host1", "{\"retire\":null}").status()).isEqualTo(409);
        assertThat(act("host1", "{\"strike_debts\":null}").status()).isEqualTo(409);
        assertThat(cloud.api.debts().all()).hasSize(1);
        fence();
        assertThat(act("host1", "{\"strike_debts\":null}").status()).isEqualTo(202);
        assertThat(cloud.api.debts().all()).isEmpty();
        assertThat(state().retired()).isFalse();
    }

    @Test
    void servers_of_a_host_that_is_retired_are_shown_in_error_and_those_with_a_way_back_are_not() {
        UUID lost = cloud.resting("lost");
        UUID moved = cloud.resting("moved");
        cloud.moved(moved);
        cloud.state(moved, "cell1", VmState.RESIZED, null);
        owes(lost);
        fence();
        assertThat(act("host1", "{\"retire\":null}").status()).isEqualTo(202);
        assertThat(cloud.row(lost).vmState()).isEqualTo(VmState.ERROR);
        assertThat(cloud.get(MEMBER, "2.1", "/servers/" + lost)
                        .body()
                        .at("/server/fault/message")
                        .asText())
                .isEqualTo("The server's host is retired.");
        assertThat(cloud.row(moved).vmState()).isEqualTo(VmState.RESIZED);
        assertThat(cloud.api.debts().all()).isEmpty();
        owes(lost);
        assertThat(cloud.api.debts().all())
                .as("it will never pay, so it owes nothing")
                .isEmpty();
    }

    @Test
    void as_much_as_was_seen_is_approved_and_no_more() {
        provides(64, 16);
        assertThat(cloud.get(ADMIN, "2.1", "/os-cellplane-hosts?limit=1").body().toString())
                .contains("\"reported\":{\"vcpus\":64}", "\"offered\":{\"vcpus\":16}", "hosts_links");
        assertThat(cloud.get(ADMIN, "2.1", "/os-cellplane-hosts?marker=host1")
                        .body()
                        .toString())
                .isEqualTo("{\"hosts\":[]}");
        long before = cloud.api.providers().find(provider).orElseThrow().generation();
        assertThat(act("host1", "{\"approve\":{\"vcpus\":65}}").status()).isEqualTo(409);
        assertThat(act("host1", "{\"approve\":{\"vcpus\":-1}}").status()).isEqualTo(400);
        assertThat(act("host1", "{\"approve\":{}}").status()).isEqualTo(400);
        assertThat(act("host1", "{\"approve\":{\"vcpus\":32}}").status()).isEqualTo(202);
        assertThat(cloud.api.inventories().of(provider)).singleElement().satisfies(row -> {
            assertThat(row.total()).isEqualTo(32);
            assertThat(row.approved()).isEqualTo(32);
        });
        assertThat(cloud.api.providers().find(provider).orElseThrow().generation())
                .isGreaterThan(before);
        assertThat(act("nowhere", "{\"approve\":{\"vcpus\":1}}").status()).isEqualTo(404);
    }
}
