package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.KnownUsers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeadCellTest {
    private static ServerCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(
                ServerCloud.NOWHERE, Map.of("cellplane.quota.instances", 100, "cellplane.quota.cores", -1));
        List.of("dead", "secret-cell", "deep", "gone").forEach(cloud.control::addDeadCell);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static int instancesUsed() {
        return cloud.get(FOREIGNER, "2.79", "/os-quota-sets/" + KnownUsers.FOREIGN_PROJECT + "/detail")
                .body()
                .at("/quota_set/instances/in_use")
                .asInt(-1);
    }

    @Test
    void a_dead_cell_hides_only_its_own_servers() {
        int used = instancesUsed();
        UUID lost = cloud.booted(FOREIGNER, "lost");
        cloud.api.mappings().place(lost, "dead", 1, Instant.now());
        cloud.api.buildRequests().drop(lost);
        UUID here = cloud.booted(FOREIGNER, "here");
        cloud.land(here, "cell1");

        assertThat(cloud.get(FOREIGNER, "2.68", "/servers").status()).isEqualTo(503);
        JsonNode list = cloud.get(FOREIGNER, "2.69", "/servers").body().path("servers");
        assertThat(list).hasSize(2);
        assertThat(list.at("/1/status").asText()).isEqualTo("UNKNOWN");
        assertThat(list.at("/1").has("name")).isFalse();
        JsonNode detail = cloud.get(FOREIGNER, "2.69", "/servers/detail").body().at("/servers/1");
        assertThat(detail.path("tenant_id").asText()).isEqualTo(KnownUsers.FOREIGN_PROJECT);
        assertThat(names("2.69", "?limit=5")).containsExactly("here");
        for (String query : List.of("deleted=False", "host=h", "project_id=p", "deleted=0&tenant_id=p&nonsense=1")) {
            assertThat(cloud.get(FOREIGNER, "2.74", "/servers?" + query).body().path("servers"))
                    .as("what has no effect for who asks takes nothing away: " + query)
                    .hasSize(2);
        }
        assertThat(instancesUsed()).as("counted all the same").isEqualTo(used + 2);
        assertThat(cloud.get(FOREIGNER, "2.68", "/servers/" + lost).status()).isEqualTo(503);
        JsonNode shown = cloud.get(FOREIGNER, "2.71", "/servers/" + lost).body().path("server");
        assertThat(shown.path("status").asText()).isEqualTo("UNKNOWN");
        assertThat(shown.path("OS-EXT-AZ:availability_zone").asText()).isEqualTo("UNKNOWN");
        assertThat(shown.at("/flavor/original_name").asText()).isEqualTo("m1.small");
        assertThat(shown.has("server_groups")).isTrue();
        assertThat(cloud.call(FOREIGNER, "2.79", "DELETE", "/servers/" + lost, null)
                        .status())
                .isEqualTo(204);
        assertThat(cloud.call(FOREIGNER, "2.79", "DELETE", "/servers/" + lost, null)
                        .status())
                .isEqualTo(204);
        assertThat(cloud.get(FOREIGNER, "2.79", "/servers/" + lost).status()).isEqualTo(404);
    }

    @Test
    void only_administrators_are_told_which_cell_does_not_answer() {
        UUID lost = cloud.resting("lost");
        cloud.api.mappings().flip(lost, "secret-cell", 1, UUID.randomUUID(), Instant.now());
        for (String path : List.of("", "/metadata", "/tags", "/ips", "/os-instance-actions")) {
            ServerCloud.Answer told = cloud.get(MEMBER, "2.60", "/servers/" + lost + path);
            assertThat(told.status()).as(path).isEqualTo(503);
            assertThat(told.raw().body()).as(path).doesNotContain("secret-cell");
            assertThat(cloud.get(ADMIN, "2.60", "/servers/" + lost + path).message())
                    .as(path)
                    .contains("secret-cell");
        }
        for (String action : List.of("os-stop", "confirmResize", "revertResize", "lock")) {
            ServerCloud.Answer told = cloud.act(MEMBER, lost, "{\"" + action + "\": null}");
            assertThat(told.status()).as(action).isIn(409, 503);
            assertThat(told.raw().body()).as(action).doesNotContain("secret-cell");
        }
    }

    @Test
    void servers_of_which_nothing_is_known_fit_into_the_page() {
        List<String> lost = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UUID deep = cloud.booted(MEMBER, "deep-" + i);
            cloud.api.mappings().place(deep, "deep", 1, Instant.now());
            cloud.api.buildRequests().drop(deep);
            cloud.resting("between-" + i);
            lost.add(deep.toString());
        }
        Set<String> seen = new HashSet<>();
        String marker = "";
        for (int pages = 0; pages < 20; pages++) {
            List<String> page = cloud.get(MEMBER, "2.69", "/servers?limit=3" + marker)
                    .body()
                    .path("servers")
                    .findValuesAsText("id");
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            assertThat(page).allSatisfy(id -> assertThat(seen.add(id)).isTrue());
            if (page.isEmpty()) {
                break;
            }
            marker = "&marker=" + page.getLast();
        }
        assertThat(seen).containsAll(lost);
        List<String> whole =
                cloud.get(MEMBER, "2.69", "/servers").body().path("servers").findValuesAsText("id");
        assertThat(seen).containsExactlyInAnyOrderElementsOf(whole);
    }

    @Test
    void a_lock_holds_while_the_cell_does_not_answer() {
        UUID locked = cloud.resting("locked");
        UUID freed = cloud.resting("freed");
        for (UUID one : List.of(locked, freed)) {
            assertThat(cloud.act(ADMIN, one, "{\"lock\": null}").status()).isEqualTo(202);
        }
        assertThat(cloud.act(ADMIN, freed, "{\"unlock\": null}").status()).isEqualTo(202);
        for (UUID one : List.of(locked, freed)) {
            assertThat(cloud.api.mappings().flip(one, "gone", 1, UUID.randomUUID(), Instant.now()))
                    .isEqualTo(1);
        }
        ServerCloud.Answer refused = cloud.call(MEMBER, "2.79", "DELETE", "/servers/" + locked, null);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message()).isEqualTo("Instance " + locked + " is locked");
        assertThat(cloud.call(MEMBER, "2.79", "DELETE", "/servers/" + freed, null)
                        .status())
                .isEqualTo(204);
        assertThat(cloud.call(ADMIN, "2.79", "DELETE", "/servers/" + locked, null)
                        .status())
                .isEqualTo(204);
    }

    private static List<String> names(String version, String query) {
        return cloud.get(FOREIGNER, version, "/servers" + query)
                .body()
                .path("servers")
                .findValuesAsText("name");
    }
}
