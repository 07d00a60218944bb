package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.ProcessRow;
import io.cellplane.db.lane.Debts;
import io.cellplane.db.testing.TestOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code DELETE /os-services/{id}}, and which processes there are. */
class RemovedServicesTest {
    private static final String HOSTING =
            "Unable to delete compute service that is hosting instances. Migrate or delete the instances first.";

    @AutoClose
    private static final ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());

    private static Answer delete(String host, String version) {
        return delete(ADMIN, version, service(host, version).path("id").asText());
    }

    private static Answer delete(String user, String version, String id) {
        return cloud.call(user, version, "DELETE", "/os-services/" + id, null);
    }

    private static JsonNode service(String host, String version) {
        JsonNode found =
                cloud.get(ADMIN, version, "/os-services?host=" + host).body().path("services");
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static UUID host(String host, String state) {
        UUID provider = UUID.randomUUID();
        cloud.host(host, "cell2");
        cloud.api.hostStates().transition(host, "cell2", state, Instant.now());
        cloud.api.providers().add(provider, host, host, "cell2", Instant.now());
        cloud.api.inventories().put(provider, InventoryRow.VCPU, 4, 4, 0, 4);
        cloud.cells.of("cell2").services().put(UUID.randomUUID(), host, "nova-compute", state, Instant.now());
        return provider;
    }

    private static void isGone(String host, UUID provider) {
        assertThat(cloud.get(ADMIN, "2.53", "/os-services?host=" + host).body().path("services"))
                .isEmpty();
        assertThat(cloud.api.hostStates().find(host)).isEmpty();
        assertThat(cloud.api.hostMappings().find(host)).isEmpty();
        assertThat(cloud.api.providers().find(provider)).isEmpty();
        assertThat(cloud.api.inventories().of(provider)).isEmpty();
        assertThat(cloud.cells.of("cell2").services().all())
                .noneMatch(row -> row.host().equals(host));
    }

    @Test
    void all_that_a_host_leaves_goes_with_its_service() {
        UUID provider = host("gone", HostStateRow.DOWN);
        int aggregate = cloud.call(ADMIN, "2.1", "POST", "/os-aggregates", "{\"aggregate\": {\"name\": \"rack\"}}")
                .body()
                .at("/aggregate/id")
                .asInt();
        String path = "/os-aggregates/" + aggregate;
        cloud.call(ADMIN, "2.1", "POST", path + "/action", "{\"add_host\": {\"host\": \"gone\"}}");
        assertThat(cloud.get(ADMIN, "2.1", path).body().at("/aggregate/hosts")).hasSize(1);
        assertThat(delete("gone", "2.53").status()).isEqualTo(204);
        isGone("gone", provider);
        assertThat(cloud.get(ADMIN, "2.1", path).body().at("/aggregate/hosts")).isEmpty();
    }

    @Test
    void until_2_52_a_service_has_a_number() {
        UUID provider = host("numbered", HostStateRow.DOWN);
        assertThat(delete("numbered", "2.52").status()).isEqualTo(204);
        isGone("numbered", provider);
        assertThat(delete(ADMIN, "2.52", "1").message()).isEqualTo("Service 1 not found.");
        assertThat(delete(ADMIN, "2.52", "one").status()).isEqualTo(400);
        assertThat(delete(ADMIN, "2.53", "1").status()).isEqualTo(400);
        assertThat(delete(ADMIN, "2.53", UUID.randomUUID().toString()).status()).isEqualTo(404);
    }

    @Test
    void a_service_that_is_up_stays_and_so_does_one_of_which_nobody_knows() {
        for (String state : List.of(HostStateRow.UP, HostStateRow.UNKNOWN)) {
            host(state, state);
            Answer answer = delete(state, "2.53");
            assertThat(answer.status()).as(state).isEqualTo(409);
            assertThat(answer.message()).contains("it is up, or nobody knows that it is not");
            cloud.api
                    .hostStates()
                    .forceDown(
                            cloud.api.hostStates().find(state).orElseThrow().serviceUuid(),
                            true,
                            "a test",
                            Instant.now());
            assertThat(delete(state, "2.53").status())
                    .as("what is forced down may still be heard")
                    .isEqualTo(409);
        }
    }

    @Test
    void a_host_with_a_server_stays_until_that_is_gone() {
        UUID server = cloud.resting("here");
        cloud.api.hostStates().transition("host1", "cell1", HostStateRow.DOWN, Instant.now());
        Answer answer = delete("host1", "2.53");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message()).isEqualTo(HOSTING);
        cloud.state(server, "cell1", "deleted", null);
        assertThat(delete("host1", "2.53").status()).isEqualTo(204);
    }

    @Test
    void a_host_to_which_something_moves_or_that_owes_stays() {
        UUID provider = host("busy", HostStateRow.DOWN);
        UUID operation = UUID.randomUUID();
        cloud.api
                .allocations()
                .saveAll(AllocationRow.of(operation, "operation", UUID.randomUUID(), provider, Map.of("VCPU", 1)));
        assertThat(delete("busy", "2.53").message()).contains("in-progress migrations");
        cloud.api.allocations().release(operation, provider);
        OperationRow move = TestOperation.of(UUID.randomUUID(), Kind.RESIZE, OperationState.RUNNING)
                .row();
        cloud.api.operations().save(move);
        new Debts(cloud.api).owe(move, Owed.discard("cell2", "busy", 1, UUID.randomUUID(), 1));
        Answer owes = delete("busy", "2.53");
        assertThat(owes.status()).isEqualTo(409);
        assertThat(owes.message()).contains("guests are still to be removed there");
        for (DebtRow debt : cloud.api.debts().ofHost("busy")) {
            new Debts(cloud.api).settle(debt.id(), debt.placing());
        }
        assertThat(delete("busy", "2.53").status()).isEqualTo(204);
        isGone("busy", provider);
    }

    @Test
    void a_retired_host_is_deleted_whatever_was_last_heard_of_it() {
        UUID provider = host("retired", HostStateRow.UP);
        cloud.api.hostStates().retire("retired", "a test", Instant.now());
        assertThat(delete("retired", "2.53").status()).isEqualTo(204);
        isGone("retired", provider);
    }

    @Test
    void every_kind_of_process_is_a_service_with_its_version_and_one_that_is_down_can_be_deleted() {
        Instant now = cloud.api.clock().instant();
        cloud.api.processes().seen(ProcessRow.CELL_WORKER, "worker", "1.2.3 abcdef", now);
        cloud.api.processes().seen(ProcessRow.API, "front", "1.2.3 abcdef", now.minus(Duration.ofHours(1)));
        host("agent", HostStateRow.DOWN);
        cloud.api.hostStates().builtFrom("agent", "1.2.2 fedcba");
        JsonNode worker = service("worker", "2.53");
        assertThat(worker.path("binary").asText()).isEqualTo("cellplane-cell-worker");
        assertThat(worker.path("zone").asText()).isEqualTo("internal");
        assertThat(worker.path("OS-CELLPLANE:version").asText()).isEqualTo("1.2.3 abcdef");
        assertThat(service("agent", "2.1").path("OS-CELLPLANE:version").asText())
                .isEqualTo("1.2.2 fedcba");
        assertThat(service("front", "2.53").path("binary").asText()).isEqualTo("cellplane-api");
        assertThat(delete("worker", "2.53").status()).isEqualTo(409);
        assertThat(delete("front", "2.53").status()).isEqualTo(204);
        assertThat(cloud.get(ADMIN, "2.53", "/os-services?host=front").body().path("services"))
                .isEmpty();
    }

    @Test
    void users_delete_no_services() {
        host("kept", HostStateRow.DOWN);
        assertThat(delete(MEMBER, "2.53", service("kept", "2.53").path("id").asText())
                        .status())
                .isEqualTo(403);
        assertThat(cloud.api.hostStates().find("kept")).isPresent();
    }
}
