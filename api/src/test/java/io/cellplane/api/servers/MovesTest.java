package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.KnownUsers;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.operation.EndArguments;
import io.cellplane.contracts.operation.MoveArguments;
import io.cellplane.db.Json;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.embedded.EmbeddedTemporal;
import io.cellplane.embedded.TemporalOptions;
import io.cellplane.temporal.flow.SearchKeys;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovesTest {
    @TempDir
    private static Path folder;

    private static EmbeddedTemporal temporal;
    private static ServerCloud cloud;

    @BeforeAll
    static void start() throws IOException {
        temporal = EmbeddedTemporal.start(
                TemporalOptions.in(
                                folder,
                                SearchKeys.ALL.stream()
                                        .map(SearchAttributeKey::getName)
                                        .toList())
                        .inMemory(),
                progress -> {});
        Path policy = folder.resolve("policy.yaml");
        Files.writeString(
                policy,
                "compute:servers:resize:cross_cell: \"project_id:" + KnownUsers.FOREIGN_PROJECT + "\"\n"
                        + "os_compute_api:os-flavor-extra-specs:index: \"!\"\n");
        cloud = new ServerCloud(
                temporal.choice().address(),
                Map.of(
                        "cellplane.api.policy-file",
                        policy.toString(),
                        "cellplane.quota.instances",
                        100,
                        "cellplane.quota.cores",
                        60));
        cloud.flavor("large", 1024, 4, 20);
        cloud.flavor("huge", 1024, 1000, 20);
        cloud.host("host2", "cell1");
        cloud.host("far", "cell2");
    }

    @AfterAll
    static void stop() {
        cloud.close();
        temporal.close();
    }

    private static Answer resize(UUID uuid, String flavor) {
        return cloud.act(MEMBER, uuid, "{\"resize\": {\"flavorRef\": \"" + flavor + "\"}}");
    }

    private static MoveArguments arguments(UUID uuid) {
        return Json.read(cloud.doing(uuid).orElseThrow().arguments(), MoveArguments.class);
    }

    private static void refused(Answer answer, int status, String words) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.message()).isEqualTo(words);
    }

    private static int progress(UUID uuid) {
        return cloud.get(MEMBER, "2.79", "/servers/" + uuid)
                .body()
                .at("/server/progress")
                .asInt(-1);
    }

    @Test
    void a_servers_extra_specs_have_a_rule_of_their_own() {
        UUID uuid = cloud.resting("specs");
        assertThat(cloud.get(MEMBER, "2.79", "/servers/" + uuid)
                        .body()
                        .at("/server/flavor")
                        .has("extra_specs"))
                .isTrue();
        assertThat(cloud.get(MEMBER, "2.79", "/flavors/f1").body().at("/flavor").has("extra_specs"))
                .isFalse();
    }

    @Test
    void what_an_image_asked_for_counts_when_it_is_gone() {
        cloud.flavor("narrow", 256, 1, 20);
        UUID uuid = UUID.fromString(cloud.call(
                        MEMBER,
                        "2.79",
                        "POST",
                        "/servers",
                        ("{\"server\": {\"name\": \"orphan\", \"flavorRef\": \"f1\", \"imageRef\": \"%s\","
                                        + " \"networks\": \"none\"}}")
                                .formatted(KnownImages.FLEETING))
                .body()
                .at("/server/id")
                .asText());
        cloud.land(uuid, "cell1");
        KnownImages.deleteFleeting();
        refused(resize(uuid, "narrow"), 400, "Flavor's memory is too small for requested image.");
        assertThat(resize(uuid, "large").status()).isEqualTo(202);
    }

    @Test
    void a_resize_is_admitted_with_its_quota() {
        UUID uuid = cloud.resting("grows");
        int before = cloud.api.quota().usageOf(KnownUsers.PROJECT).cores();
        int members = cloud.api.quota().usageOf(KnownUsers.PROJECT, "member-id").cores();
        Answer answer =
                cloud.act(ADMIN, uuid, "{\"resize\": {\"flavorRef\": \"large\", \"OS-DCF:diskConfig\": \"AUTO\"}}");
        assertThat(answer.status()).isEqualTo(202);
        OperationRow row = cloud.doing(uuid).orElseThrow();
        assertThat(row.kind()).isEqualTo("resize");
        assertThat(row.state()).isEqualTo("accepted");
        MoveArguments arguments = arguments(uuid);
        assertThat(arguments.flavor().flavorid()).isEqualTo("large");
        assertThat(arguments.host()).isNull();
        assertThat(arguments.acrossCells()).isFalse();
        assertThat(arguments.sameHost()).isFalse();
        assertThat(cloud.row(uuid).taskState()).isEqualTo("resize_prep");
        assertThat(cloud.row(uuid).autoDiskConfig()).isTrue();
        assertThat(cloud.api.quota().usageOf(KnownUsers.PROJECT).cores()).isEqualTo(before + 2);
        assertThat(cloud.api.quota().usageOf(KnownUsers.PROJECT, "member-id").cores())
                .as("of the user whose server it is")
                .isEqualTo(members + 2);
        assertThat(cloud.get(MEMBER, "2.79", "/servers/" + uuid)
                        .body()
                        .at("/server/status")
                        .asText())
                .isEqualTo("RESIZE");
        assertThat(progress(uuid)).isZero();
        cloud.state(uuid, "cell1", "active", "resize_migrated");
        assertThat(progress(uuid)).isEqualTo(50);
        assertThat(cloud.get(MEMBER, "2.79", "/servers/" + uuid + "/os-instance-actions")
                        .body()
                        .at("/instanceActions/0/action")
                        .asText())
                .isEqualTo("resize");
    }

    @Test
    void a_resize_is_refused_in_novas_words() {
        UUID uuid = cloud.resting("stays");
        refused(resize(uuid, "none"), 400, "Flavor none could not be found.");
        refused(resize(uuid, "hidden"), 400, "Flavor hidden could not be found.");
        refused(resize(uuid, "f1"), 400, "When resizing, instances must change flavor!");
        refused(
                resize(uuid, "zero"),
                400,
                "Server disk was unable to be resized because: Resize to zero disk flavor is not allowed.");
        int used = cloud.api.quota().usageOf(KnownUsers.PROJECT).cores();
        refused(
                resize(uuid, "huge"),
                403,
                "Quota exceeded for cores: Requested 998, but already used " + used + " of 60 cores");
        assertThat(cloud.act(MEMBER, uuid, "{\"resize\": {}}").status()).isEqualTo(400);
        assertThat(cloud.act(MEMBER, uuid, "{\"resize\": {\"flavorRef\": \"large\", \"x\": 1}}")
                        .status())
                .isEqualTo(400);
        assertThat(cloud.doing(uuid)).isEmpty();
        assertThat(cloud.row(uuid).taskState()).isNull();
    }

    @Test
    void a_resize_that_is_refused_leaves_the_disk_config() {
        UUID uuid = cloud.resting("as-it-was");
        boolean before = cloud.row(uuid).autoDiskConfig();
        Answer answer = cloud.act(
                MEMBER,
                uuid,
                "{\"resize\": {\"flavorRef\": \"huge\", \"OS-DCF:diskConfig\": \"%s\"}}"
                        .formatted(before ? "MANUAL" : "AUTO"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(cloud.row(uuid).autoDiskConfig()).isEqualTo(before);
    }

    @Test
    void on_a_host_that_is_down_nothing_is_moved() {
        cloud.host("dead", "cell1");
        UUID uuid = cloud.resting("on-dead");
        cloud.api.hostStates().transition("dead", "cell1", HostStateRow.DOWN, Instant.now());
        refused(migrate(uuid, "dead"), 409, "Service is unavailable at this time.");
        cloud.api.hostStates().transition("host1", "cell1", HostStateRow.DOWN, Instant.now());
        try {
            refused(resize(uuid, "large"), 409, "Service is unavailable at this time.");
        } finally {
            cloud.api.hostStates().transition("host1", "cell1", HostStateRow.UP, Instant.now());
        }
    }

    private static Answer migrate(UUID uuid, String host) {
        return cloud.act(ADMIN, uuid, "{\"migrate\": {\"host\": \"" + host + "\"}}");
    }

    @Test
    void a_migration_is_for_administrators() {
        UUID uuid = cloud.resting("migrates");
        refused(
                cloud.act(MEMBER, uuid, "{\"migrate\": null}"),
                403,
                "Policy doesn't allow os_compute_api:os-migrate-server:migrate to be performed.");
        refused(migrate(uuid, "none"), 400, "Compute host none could not be found.");
        refused(migrate(uuid, "host1"), 400, "Cannot migrate to the host where the server exists.");
        refused(migrate(uuid, "far"), 400, "Compute host far could not be found.");
        assertThat(migrate(uuid, "host2").status()).isEqualTo(202);
        MoveArguments arguments = arguments(uuid);
        assertThat(cloud.doing(uuid).orElseThrow().kind()).isEqualTo("migrate");
        assertThat(arguments.flavor().flavorid()).isEqualTo("f1");
        assertThat(arguments.host()).isEqualTo("host2");
        assertThat(cloud.get(MEMBER, "2.79", "/servers/" + uuid + "/os-instance-actions")
                        .body()
                        .at("/instanceActions/0/action")
                        .asText())
                .isEqualTo("migrate");
    }

    @Test
    void before_its_microversion_a_host_is_not_looked_at() {
        UUID uuid = cloud.resting("old");
        Answer answer = cloud.call(
                ADMIN, "2.55", "POST", "/servers/" + uuid + "/action", "{\"migrate\": {\"host\": \"none\"}}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(arguments(uuid).host()).isNull();
    }

    /** One line in the operator's file. */
    @Test
    void a_project_may_be_allowed_to_cross_cells() {
        UUID uuid = cloud.booted(KnownUsers.FOREIGNER, "crosses");
        cloud.land(uuid, "cell1");
        assertThat(cloud.act(KnownUsers.FOREIGNER, uuid, "{\"resize\": {\"flavorRef\": \"large\"}}")
                        .status())
                .isEqualTo(202);
        assertThat(arguments(uuid).acrossCells()).isTrue();
    }

    @Test
    void without_a_way_back_there_is_no_end() {
        UUID uuid = cloud.resting("unmoved");
        cloud.state(uuid, "cell1", "resized", null);
        refused(cloud.act(MEMBER, uuid, "{\"confirmResize\": null}"), 400, "Instance has not been resized.");
        refused(cloud.act(MEMBER, uuid, "{\"revertResize\": null}"), 400, "Instance has not been resized.");
    }

    @Test
    void a_revert_decides_the_move() {
        UUID uuid = cloud.resting("reverts");
        cloud.state(uuid, "cell1", "resized", null);
        OperationRow move = cloud.moved(uuid);
        assertThat(cloud.act(MEMBER, uuid, "{\"revertResize\": null}").status()).isEqualTo(202);
        OperationRow revert = cloud.doing(uuid).orElseThrow();
        assertThat(Json.read(revert.arguments(), EndArguments.class).move()).isEqualTo(move.id());
        assertThat(cloud.api.operations().find(move.id()).orElseThrow().decision())
                .isEqualTo("revert");
        assertThat(cloud.row(uuid).taskState()).isEqualTo("resize_reverting");
    }

    /** The guest runs where it is: it is not taken away for a host that cannot have it back. */
    @Test
    void a_revert_is_refused_while_the_source_is_down_or_forced_down() {
        UUID uuid = cloud.resting("stays");
        cloud.state(uuid, "cell1", "resized", null);
        OperationRow move = cloud.moved(uuid);
        UUID service = cloud.api.hostStates().find("host1").orElseThrow().serviceUuid();
        cloud.api.hostStates().transition("host1", "cell1", HostStateRow.DOWN, Instant.now());
        try {
            refused(cloud.act(MEMBER, uuid, "{\"revertResize\": null}"), 409, "Service is unavailable at this time.");
            cloud.api.hostStates().transition("host1", "cell1", HostStateRow.UP, Instant.now());
            cloud.api.hostStates().forceDown(service, true, "admin", Instant.now());
            refused(cloud.act(MEMBER, uuid, "{\"revertResize\": null}"), 409, "Service is unavailable at this time.");
        } finally {
            cloud.api.hostStates().transition("host1", "cell1", HostStateRow.UP, Instant.now());
            cloud.api.hostStates().forceDown(service, false, null, null);
        }
        assertThat(cloud.doing(uuid)).isEmpty();
        assertThat(cloud.api.operations().find(move.id()).orElseThrow().decision())
                .isNull();
        assertThat(cloud.act(MEMBER, uuid, "{\"revertResize\": null}").status()).isEqualTo(202);
    }

    /** The record shows nothing yet; to users the migration is not finished any more. */
    @Test
    void what_is_being_confirmed_has_no_way_back() {
        UUID uuid = cloud.resting("decided");
        cloud.state(uuid, "cell1", "resized", null);
        cloud.moved(uuid);
        assertThat(cloud.act(MEMBER, uuid, "{\"confirmResize\": null}").status())
                .isEqualTo(204);
        refused(cloud.act(MEMBER, uuid, "{\"revertResize\": null}"), 400, "Instance has not been resized.");
        refused(cloud.act(MEMBER, uuid, "{\"confirmResize\": null}"), 400, "Instance has not been resized.");
    }

    /** Bug 1855927: the end of a move does not wait for the host that it came from. */
    @Test
    void bug_1855927_a_confirm_is_let_in_while_the_source_is_down() {
        UUID uuid = cloud.resting("confirms");
        cloud.state(uuid, "cell1", "resized", null);
        OperationRow move = cloud.moved(uuid);
        cloud.api.hostStates().transition("host1", "cell1", HostStateRow.DOWN, Instant.now());
        try {
            Answer answer = cloud.act(MEMBER, uuid, "{\"confirmResize\": null}");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.raw().body()).isEmpty();
        } finally {
            cloud.api.hostStates().transition("host1", "cell1", HostStateRow.UP, Instant.now());
        }
        assertThat(cloud.doing(uuid).orElseThrow().kind()).isEqualTo("confirm");
        assertThat(cloud.row(uuid).taskState()).isNull();
        assertThat(cloud.api.operations().find(move.id()).orElseThrow().decision())
                .isEqualTo("confirm");
    }

    /** Corner case: the newest move is the one that is meant. */
    @Test
    void of_two_moves_the_newest_is_ended() {
        UUID uuid = cloud.resting("twice");
        cloud.state(uuid, "cell1", "resized", null);
        OperationRow older = cloud.moved(uuid);
        cloud.api.operations().close(older.id(), null, Instant.now());
        OperationRow newer = cloud.moved(uuid);
        assertThat(cloud.act(MEMBER, uuid, "{\"confirmResize\": null}").status())
                .isEqualTo(204);
        assertThat(cloud.api.operations().find(newer.id()).orElseThrow().decision())
                .isEqualTo("confirm");
    }

    @Test
    void without_temporal_an_action_leaves_nothing() {
        try (ServerCloud alone = new ServerCloud(ServerCloud.NOWHERE, Map.of())) {
            alone.flavor("large", 1024, 4, 20);
            UUID uuid = alone.resting("alone");
            int cores = alone.api.quota().usageOf(KnownUsers.PROJECT).cores();
            boolean disk = alone.row(uuid).autoDiskConfig();
            away(alone.act(
                    MEMBER,
                    uuid,
                    "{\"resize\": {\"flavorRef\": \"large\", \"OS-DCF:diskConfig\": \"%s\"}}"
                            .formatted(disk ? "MANUAL" : "AUTO")));
            assertThat(alone.row(uuid).autoDiskConfig()).isEqualTo(disk);
            assertThat(alone.row(uuid).taskState()).isNull();
            assertThat(alone.row(uuid).operation()).isNull();
            assertThat(alone.doing(uuid)).isEmpty();
            assertThat(alone.api.operations().openOf(uuid)).isEmpty();
            assertThat(alone.api.quota().usageOf(KnownUsers.PROJECT).cores()).isEqualTo(cores);

            alone.state(uuid, "cell1", "resized", null);
            OperationRow move = alone.moved(uuid);
            away(alone.act(MEMBER, uuid, "{\"revertResize\": null}"));
            assertThat(alone.row(uuid).taskState()).isNull();
            assertThat(alone.api.operations().find(move.id()).orElseThrow().decision())
                    .isNull();
        }
    }

    private static void away(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.raw().headers().firstValue("Retry-After")).isPresent();
    }
}
