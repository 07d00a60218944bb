package io.cellplane.api.quota;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.ADMIN_PROJECT;
import static io.cellplane.api.KnownUsers.COLLEAGUE;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.FOREIGN_PROJECT;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Ticker;
import io.cellplane.api.servers.KnownImages;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.db.control.QuotaLimits;
import io.cellplane.db.control.QuotaResource;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.identity.UnifiedLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits as the identity service keeps them. */
class IdentityLimitsTest {
    private static final String OURS = "/os-quota-sets/" + PROJECT;

    private static ServerCloud cloud;

    /** One project has limits of its own, one cannot be asked about. */
    private record Known(Map<String, Integer> registered, AtomicBoolean away) implements UnifiedLimits {
        private static final Map<String, Integer> SOME = Map.of(
                "servers", 4, "class:VCPU", -1, "server_key_pairs", 7, "server_groups", 2, "server_group_members", 1);

        Known() {
            this(SOME, new AtomicBoolean());
        }

        @Override
        public Map<String, Integer> registered() {
            return there(registered);
        }

        @Override
        public Map<String, Integer> of(String project) {
            return switch (project) {
                case PROJECT -> there(Map.of("servers", 3, "class:MEMORY_MB", 2048, "server_key_pairs", 0));
                case ADMIN_PROJECT -> there(Map.of());
                default -> throw new ServiceAway("identity", "away", null);
            };
        }

        private Map<String, Integer> there(Map<String, Integer> limits) {
            if (away.get()) {
                throw new ServiceAway("identity", "away", null);
            }
            return limits;
        }
    }

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of("cellplane.quota.unified-limits", true), new Known());
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static JsonNode set(String path) {
        Answer answer = cloud.get(ADMIN, "2.79", path);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body().path("quota_set");
    }

    private static int group(String user) {
        return cloud.call(
                        user,
                        "2.64",
                        "POST",
                        "/os-server-groups",
                        "{\"server_group\": {\"name\": \"web\", \"policy\": \"anti-affinity\"}}")
                .status();
    }

    private static Answer member(String user) {
        String group = cloud.get(COLLEAGUE, "2.64", "/os-server-groups")
                .body()
                .at("/server_groups/0/id")
                .asText();
        return cloud.call(user, "2.79", "POST", "/servers", """
                {"server": {"name": "m", "flavorRef": "f1", "imageRef": "%s", "networks": "none"},
                 "os:scheduler_hints": {"group": "%s"}}
                """.formatted(KnownImages.SMALL, group));
    }

    @Test
    void a_projects_own_come_before_those_registered_and_what_is_not_registered_is_not_limited() {
        IdentityLimits limits = new IdentityLimits(new Known(), Ticker.systemTicker());
        assertThat(limits.of(PROJECT, "user").project())
                .containsEntry(QuotaResource.INSTANCES, 3)
                .containsEntry(QuotaResource.CORES, -1)
                .containsEntry(QuotaResource.RAM, 2048)
                .containsEntry(QuotaResource.KEY_PAIRS, 0)
                .containsEntry(QuotaResource.SERVER_GROUPS, 2)
                .containsEntry(QuotaResource.METADATA_ITEMS, -1)
                .containsEntry(QuotaResource.FLOATING_IPS, -1);
        assertThat(limits.ofClass("default")).containsEntry(QuotaResource.INSTANCES, 4);
    }

    @Test
    void servers_of_which_no_limit_is_registered_are_none() {
        Known empty = new Known(Map.of("class:DISK_GB", 10), new AtomicBoolean());
        assertThat(new IdentityLimits(empty, Ticker.systemTicker())
                        .of(ADMIN_PROJECT, "")
                        .project())
                .containsEntry(QuotaResource.INSTANCES, 0)
                .containsEntry(QuotaResource.CORES, -1);
    }

    @Test
    void they_are_seconds_old_at_the_most_and_a_minute_while_the_identity_service_is_away() {
        AtomicLong seconds = new AtomicLong();
        AtomicBoolean away = new AtomicBoolean();
        List<Integer> servers = List.of(1, 2, 3, 4);
        AtomicLong asked = new AtomicLong();
        UnifiedLimits changing = new UnifiedLimits() {
            @Override
            public Map<String, Integer> registered() {
                if (away.get()) {
                    throw new ServiceAway("identity", "away", null);
                }
                return Map.of("servers", servers.get((int) asked.getAndIncrement()));
            }

            @Override
            public Map<String, Integer> of(String project) {
                return Map.of();
            }
        };
        IdentityLimits limits = new IdentityLimits(
                changing, () -> Duration.ofSeconds(seconds.get()).toNanos());
        assertThat(limits.of(PROJECT, "").set(QuotaResource.INSTANCES)).isEqualTo(1);
        seconds.addAndGet(9);
        assertThat(limits.of(PROJECT, "").set(QuotaResource.INSTANCES)).isEqualTo(1);
        seconds.addAndGet(2);
        assertThat(limits.of(PROJECT, "").set(QuotaResource.INSTANCES)).isEqualTo(2);
        away.set(true);
        for (int i = 0; i < 5; i++) {
            seconds.addAndGet(11);
            if (i < 4) {
                assertThat(limits.of(PROJECT, "").set(QuotaResource.INSTANCES)).isEqualTo(2);
            }
        }
        assertThatThrownBy(() -> limits.of(PROJECT, "")).isInstanceOf(ServiceAway.class);
        away.set(false);
        QuotaLimits again = limits.of(PROJECT, "");
        assertThat(again.set(QuotaResource.INSTANCES)).isEqualTo(3);
    }

    @Test
    void they_hold_for_creates_and_are_shown_with_what_is_used() {
        group(COLLEAGUE);
        assertThat(member(COLLEAGUE).status()).isEqualTo(202);
        assertThat(member(MEMBER).message())
                .as("members are counted, whosever they are")
                .isEqualTo("Quota exceeded, too many servers in group");
        assertThat(cloud.boot(MEMBER, "2.79", "many", ", \"min_count\": 1, \"max_count\": 9")
                        .status())
                .isEqualTo(202);
        assertThat(cloud.api.quota().usageOf(PROJECT).instances()).isEqualTo(3);
        assertThat(cloud.boot(MEMBER, "2.79", "more", "").message())
                .isEqualTo("Quota exceeded for instances: Requested 1, but already used 3 of 3 instances");
        assertThat(set(OURS + "/detail").path("instances").toString()).contains("\"limit\":3", "\"in_use\":3");
        assertThat(set(OURS + "/detail?user_id=nobody").path("instances").toString())
                .as("users have no limits of their own, so theirs are the project's")
                .contains("\"limit\":3", "\"in_use\":3");
        assertThat(set(OURS + "/defaults").path("instances").asInt()).isEqualTo(4);
        assertThat(cloud.get(MEMBER, "2.79", "/limits")
                        .body()
                        .at("/limits/absolute/maxTotalInstances")
                        .asInt())
                .isEqualTo(3);
        assertThat(cloud.get(ADMIN, "2.79", "/os-quota-class-sets/default")
                        .body()
                        .at("/quota_class_set/instances")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void key_pairs_and_groups_go_by_them() {
        assertThat(cloud.call(MEMBER, "2.1", "POST", "/os-keypairs", "{\"keypair\":{\"name\":\"key\"}}")
                        .status())
                .isEqualTo(403);
        assertThat(group(ADMIN)).isEqualTo(200);
        assertThat(group(ADMIN)).isEqualTo(200);
        assertThat(group(ADMIN)).isEqualTo(403);
    }

    @Test
    void they_are_not_set_here() {
        String limits = "{\"quota_set\": {\"instances\": 9}}";
        List<Answer> refused = List.of(
                cloud.call(ADMIN, "2.79", "PUT", OURS, limits),
                cloud.call(ADMIN, "2.79", "DELETE", OURS, null),
                cloud.call(
                        ADMIN,
                        "2.79",
                        "PUT",
                        "/os-quota-class-sets/default",
                        limits.replace("quota_set", "quota_class_set")));
        for (Answer answer : refused) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.message()).isEqualTo("Limits are kept by the identity service, and are set there.");
        }
    }

    @Test
    void without_the_identity_service_nobody_knows_how_much_there_may_be() {
        assertThat(cloud.boot(FOREIGNER, "2.79", "unknown", "").status()).isEqualTo(503);
        assertThat(cloud.get(FOREIGNER, "2.79", "/limits").status()).isEqualTo(503);
        assertThat(cloud.get(FOREIGNER, "2.79", "/os-quota-sets/" + FOREIGN_PROJECT)
                        .status())
                .isEqualTo(503);
        assertThat(cloud.get(FOREIGNER, "2.79", "/servers").status()).isEqualTo(200);
    }
}
