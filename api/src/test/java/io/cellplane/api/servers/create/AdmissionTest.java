package io.cellplane.api.servers.create;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.KnownUsers;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.control.BuildRequestRow;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Lanes;
import io.cellplane.embedded.EmbeddedTemporal;
import io.cellplane.embedded.TemporalOptions;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.flow.SearchKeys;
import io.cellplane.temporal.flow.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.common.SearchAttributeKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
    @TempDir
    private static Path folder;

    private static EmbeddedTemporal temporal;
    private static ServerCloud cloud;

    @BeforeAll
    static void start() {
        temporal = EmbeddedTemporal.start(
                TemporalOptions.in(
                                folder,
                                SearchKeys.ALL.stream()
                                        .map(SearchAttributeKey::getName)
                                        .toList())
                        .inMemory(),
                progress -> {});
        cloud = new ServerCloud(temporal.choice().address(), Map.of());
    }

    @AfterAll
    static void stop() {
        cloud.close();
        temporal.close();
    }

    @Test
    void one_request_for_several_is_one_transaction_that_shrinks_to_the_quota() {
        Answer made = cloud.boot(
                ADMIN,
                "2.79",
                "many",
                ", \"min_count\": 2, \"max_count\": 50, \"return_reservation_id\": true, \"user_data\": \"I2Ns\"");
        assertThat(made.status()).as(made.body().toString()).isEqualTo(202);
        String reservation = made.body().path("reservation_id").asText();
        List<RequestedServer> servers = cloud.api.buildRequests().ofProject(KnownUsers.ADMIN_PROJECT).stream()
                .map(BuildRequestRow::server)
                .filter(server -> server.reservationId().equals(reservation))
                .toList();
        assertThat(servers).hasSize(10);
        assertThat(servers).extracting(RequestedServer::name).contains("many-1", "many-10");
        assertThat(cloud.api.quota().usageOf(KnownUsers.ADMIN_PROJECT).cores()).isEqualTo(20);
        for (RequestedServer server : servers) {
            OperationRow boot = cloud.api.operations().of(server.uuid()).getFirst();
            assertThat(boot.id().version()).isEqualTo(7);
            assertThat(server.uuid().version()).isEqualTo(4);
            assertThat(cloud.api.lanes().find(server.uuid()).orElseThrow().life())
                    .isEqualTo(boot.id());
            assertThat(status(server.uuid(), Kind.BOOT, boot.id()))
                    .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
            Map<String, String> data = cloud.api.operationData().of(boot.id()).stream()
                    .collect(Collectors.toMap(
                            OperationDataRow::name, row -> new String(row.value(), StandardCharsets.ISO_8859_1)));
            assertThat(data).containsEntry(OperationDataRow.USER_DATA, "I2Ns");
            assertThat(data).containsKey(OperationDataRow.ADMIN_PASSWORD);
        }
        Answer refused = cloud.boot(ADMIN, "2.79", "more", "");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo("Quota exceeded for cores, instances: Requested 2, 1, but already used 20, 10 of 20, 10"
                        + " cores, instances");
    }

    @Test
    void concurrent_creates_never_exceed_the_quota() throws Exception {
        int accepted = 0;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String name = "race-" + i;
                calls.add(
                        () -> cloud.boot(KnownUsers.FOREIGNER, "2.79", name, "").status());
            }
            for (Future<Integer> call : callers.invokeAll(calls)) {
                int status = call.get();
                assertThat(status).isIn(202, 403);
                accepted += status == 202 ? 1 : 0;
            }
        }
        assertThat(accepted).isEqualTo(10);
        assertThat(cloud.api.quota().usageOf(KnownUsers.FOREIGN_PROJECT).instances())
                .isEqualTo(10);
    }

    @Test
    void a_delete_is_accepted_once_whatever_is_under_way() {
        UUID uuid = cloud.booted(MEMBER, "short");
        assertThat(cloud.call(MEMBER, "2.79", "DELETE", "/servers/" + uuid, null)
                        .status())
                .isEqualTo(204);
        assertThat(cloud.call(MEMBER, "2.79", "DELETE", "/servers/" + uuid, null)
                        .status())
                .isEqualTo(204);
        List<OperationRow> open = cloud.api.operations().openOf(uuid);
        assertThat(open).extracting(OperationRow::kind).containsExactly("boot", "delete");
        assertThat(open).extracting(OperationRow::state).containsExactly("accepted", "waiting");
        JsonNode shown = cloud.get(MEMBER, "2.79", "/servers/" + uuid).body().path("server");
        assertThat(shown.path("OS-EXT-STS:task_state").asText()).isEqualTo("deleting");
    }

    @Test
    void a_delete_of_a_server_at_rest_starts() {
        UUID uuid = cloud.booted(MEMBER, "resting");
        cloud.land(uuid, "cell1");
        assertThat(cloud.call(MEMBER, "2.79", "DELETE", "/servers/" + uuid, null)
                        .status())
                .isEqualTo(204);
        OperationRow delete = cloud.api.operations().openOf(uuid).getFirst();
        assertThat(status(uuid, Kind.DELETE, delete.id()))
                .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        assertThat(cloud.get(MEMBER, "2.79", "/servers/detail?name=resting")
                        .body()
                        .at("/servers/0/OS-EXT-STS:task_state")
                        .asText())
                .isEqualTo("deleting");
        assertThat(cloud.call(MEMBER, "2.79", "DELETE", "/servers/" + uuid, null)
                        .status())
                .isEqualTo(204);
        new Lanes(cloud.api).gone(delete.id(), uuid, List.of());
        assertThat(cloud.call(MEMBER, "2.79", "DELETE", "/servers/" + uuid, null)
                        .status())
                .isEqualTo(404);
        assertThat(cloud.call(MEMBER, "2.79", "DELETE", "/servers/" + UUID.randomUUID(), null)
                        .status())
                .isEqualTo(404);
        assertThat(cloud.call(MEMBER, "2.79", "DELETE", "/servers/nonsense", null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_locked_server_is_deleted_by_administrators_only() {
        UUID uuid = cloud.booted(MEMBER, "locked");
        cloud.land(uuid, "cell1");
        cloud.cells.of("cell1").servers().setLock(uuid, 1, true, "owner", null, Instant.now());
        Answer refused = cloud.call(MEMBER, "2.79", "DELETE", "/servers/" + uuid, null);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message()).isEqualTo("Instance " + uuid + " is locked");
        assertThat(cloud.call(ADMIN, "2.79", "DELETE", "/servers/" + uuid, null).status())
                .isEqualTo(204);
    }

    @Test
    void without_temporal_everything_is_accepted() {
        try (ServerCloud alone = new ServerCloud(ServerCloud.NOWHERE, Map.of())) {
            UUID uuid = alone.booted(MEMBER, "alone");
            assertThat(alone.api.operations().of(uuid).getFirst().state()).isEqualTo("accepted");
            assertThat(alone.call(MEMBER, "2.79", "DELETE", "/servers/" + uuid, null)
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    void a_password_is_said_once_and_the_answer_is_that_of_nova() {
        Answer made = cloud.boot(MEMBER, "2.79", "secret", ", \"adminPass\": \"s3cret\"");
        JsonNode server = made.body().path("server");
        Set<String> fields = new TreeSet<>();
        server.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).containsExactly("OS-DCF:diskConfig", "adminPass", "id", "links", "security_groups");
        assertThat(server.path("adminPass").asText()).isEqualTo("s3cret");
        assertThat(made.raw().headers().firstValue("Location").orElse(""))
                .endsWith("/v2.1/servers/" + server.path("id").asText());
        UUID uuid = UUID.fromString(server.path("id").asText());
        assertThat(cloud.get(ADMIN, "2.79", "/servers/" + uuid).body().toString())
                .doesNotContain("s3cret");
        assertThat(cloud.api.requestSpecs().find(uuid).orElseThrow().spec()).doesNotContain("s3cret");
    }

    private static WorkflowExecutionStatus status(UUID server, Kind kind, UUID operation) {
        try (Temporal asking = new Temporal(temporal.choice().address(), "default", "test", 3)) {
            return asking.client()
                    .newUntypedWorkflowStub(WorkflowIds.of(server, kind, operation))
                    .describe()
                    .getStatus();
        }
    }
}
