package io.cellplane.api.group;

import static io.cellplane.api.KnownUsers.COLLEAGUE;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.KnownImages;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.server.PlaceHints;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.Json;
import io.cellplane.db.lane.Lanes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Servers that are made into a group, or beside others, by a hint. */
class MembersTest {
    private static final int MOST = 3;
    private static ServerCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(
                ServerCloud.NOWHERE,
                Map.of(
                        "cellplane.servers.hints.query",
                        true,
                        "cellplane.quota.server-group-members",
                        MOST,
                        "cellplane.quota.instances",
                        100,
                        "cellplane.quota.cores",
                        1000));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static String group(String user) {
        return cloud.call(
                        user,
                        "2.64",
                        "POST",
                        "/os-server-groups",
                        "{\"server_group\": {\"name\": \"web\", \"policy\": \"anti-affinity\"}}")
                .body()
                .at("/server_group/id")
                .asText();
    }

    private static Answer boot(String user, String fields, String hints) {
        String body = "{'server': {'name': 'web', 'flavorRef': 'f1', 'imageRef': '%s', 'networks': 'none' %s}, %s}"
                .formatted(KnownImages.SMALL, fields, hints)
                .replace('\'', '"');
        return cloud.call(user, "2.79", "POST", "/servers", body);
    }

    private static Answer bootInto(String user, String group) {
        return boot(user, "", "'os:scheduler_hints': {'group': '%s'}".formatted(group));
    }

    private static UUID booted(Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
        return UUID.fromString(answer.body().at("/server/id").asText());
    }

    private static List<String> members(String user, String group) {
        List<String> members = new ArrayList<>();
        cloud.call(user, "2.64", "GET", "/os-server-groups/" + group, null)
                .body()
                .at("/server_group/members")
                .forEach(member -> members.add(member.asText()));
        return members;
    }

    private static JsonNode shown(String version, UUID server) {
        return cloud.call(MEMBER, version, "GET", "/servers/" + server, null)
                .body()
                .path("server");
    }

    private static PlaceHints hintsOf(UUID server) {
        RequestedServer requested =
                Json.read(cloud.api.requestSpecs().find(server).orElseThrow().spec(), RequestedServer.class);
        assertThat(requested.hints()).isNotNull();
        return requested.hints() == null ? new PlaceHints(List.of(), List.of(), null) : requested.hints();
    }

    @Test
    void a_server_is_shown_in_its_group_and_the_group_in_the_server_until_it_is_deleted() {
        String group = group(MEMBER);
        UUID server = booted(boot(MEMBER, "", "'OS-SCH-HNT:scheduler_hints': {'group': '%s'}".formatted(group)));
        assertThat(members(MEMBER, group)).containsExactly(server.toString());
        assertThat(shown("2.71", server).path("server_groups").toString()).isEqualTo("[\"" + group + "\"]");
        cloud.land(server, "cell1");
        assertThat(shown("2.71", server).path("server_groups").toString()).isEqualTo("[\"" + group + "\"]");
        assertThat(shown("2.70", server).has("server_groups")).isFalse();
        assertThat(cloud.call(MEMBER, "2.71", "GET", "/servers/detail", null)
                        .body()
                        .path("servers"))
                .isNotEmpty()
                .allMatch(item -> !item.has("server_groups"));
        assertThat(cloud.call(MEMBER, "2.79", "PUT", "/servers/" + server, "{\"server\": {\"name\": \"renamed\"}}")
                        .body()
                        .at("/server/server_groups/0")
                        .asText())
                .isEqualTo(group);
        new Lanes(cloud.api).gone(UUID.randomUUID(), server, List.of());
        assertThat(members(MEMBER, group)).isEmpty();
    }

    @Test
    void a_server_of_a_group_that_is_deleted_is_in_none() {
        String group = group(MEMBER);
        UUID server = booted(bootInto(MEMBER, group));
        assertThat(cloud.call(MEMBER, "2.64", "DELETE", "/os-server-groups/" + group, null)
                        .status())
                .isEqualTo(204);
        assertThat(shown("2.71", server).path("server_groups").toString()).isEqualTo("[]");
        assertThat(bootInto(MEMBER, group).status()).isEqualTo(400);
    }

    @Test
    void several_at_once_are_members_all_of_them_in_their_order() {
        String group = group(MEMBER);
        booted(boot(MEMBER, ", 'min_count': 2, 'max_count': 3", "'os:scheduler_hints': {'group': '" + group + "'}"));
        assertThat(members(MEMBER, group)).hasSize(3);
    }

    @Test
    void each_user_may_have_so_many_in_a_group() {
        String group = group(MEMBER);
        for (int i = 0; i < MOST; i++) {
            booted(bootInto(MEMBER, group));
        }
        int before = cloud.api.quota().usageOf(PROJECT).instances();
        Answer more = bootInto(MEMBER, group);
        assertThat(more.status()).isEqualTo(403);
        assertThat(more.message()).isEqualTo("Quota exceeded, too many servers in group");
        assertThat(boot(
                                MEMBER,
                                ", 'min_count': 1, 'max_count': 4",
                                "'os:scheduler_hints': {'group': '" + group(MEMBER) + "'}")
                        .status())
                .as("all or none, as in Nova")
                .isEqualTo(403);
        assertThat(cloud.api.quota().usageOf(PROJECT).instances()).isEqualTo(before);
        booted(bootInto(COLLEAGUE, group));
        assertThat(members(MEMBER, group)).hasSize(MOST + 1);
    }

    private static List<Answer> atOnce(int many, Callable<Answer> one) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Answer> answer : threads.invokeAll(Collections.nCopies(many, one))) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    @Test
    void of_many_at_once_exactly_as_many_are_let_in_as_the_user_may_have() throws Exception {
        String group = group(MEMBER);
        assertThat(atOnce(12, () -> bootInto(MEMBER, group)))
                .extracting(Answer::status)
                .containsOnly(202, 403)
                .filteredOn(status -> status == 202)
                .hasSize(MOST);
        assertThat(members(MEMBER, group)).hasSize(MOST);
    }

    @Test
    void nobody_is_left_in_a_group_that_was_deleted_while_servers_were_made_into_it() throws Exception {
        String group = group(MEMBER);
        AtomicInteger turns = new AtomicInteger();
        assertThat(atOnce(
                        6,
                        () -> turns.incrementAndGet() == 3
                                ? cloud.call(MEMBER, "2.64", "DELETE", "/os-server-groups/" + group, null)
                                : bootInto(MEMBER, group)))
                .extracting(Answer::status)
                .isSubsetOf(202, 204, 400, 403)
                .containsOnlyOnce(204);
        assertThat(cloud.control.sql("select server from server_group_members where group_id not in"
                        + " (select id from server_groups)"))
                .isEmpty();
    }

    @Test
    void a_group_that_the_project_does_not_have_is_no_group() {
        String foreign = group(FOREIGNER);
        for (String unknown : List.of(foreign, UUID.randomUUID().toString())) {
            Answer answer = bootInto(MEMBER, unknown);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.message()).isEqualTo("Instance group " + unknown + " could not be found.");
        }
        assertThat(members(FOREIGNER, foreign)).isEmpty();
        for (String hint : List.of("'web'", "null", "7", "['" + foreign + "']", "{}")) {
            assertThat(boot(MEMBER, "", "'os:scheduler_hints': {'group': %s}".formatted(hint))
                            .status())
                    .as(hint)
                    .isEqualTo(400);
        }
    }

    @Test
    void servers_are_named_one_or_several_and_kept_for_placement() {
        UUID one = UUID.randomUUID();
        UUID two = UUID.randomUUID();
        UUID server = booted(boot(
                MEMBER,
                "",
                "'os:scheduler_hints': {'same_host': '%s', 'different_host': ['%s', '%s'], 'own': 'kept out'}"
                        .formatted(one, two, two)));
        assertThat(hintsOf(server)).isEqualTo(new PlaceHints(List.of(one), List.of(two), null));
        for (String hint : List.of("'x'", "7", "['x']", "{}", "[7]")) {
            for (String name : List.of("same_host", "different_host")) {
                assertThat(boot(MEMBER, "", "'os:scheduler_hints': {'%s': %s}".formatted(name, hint))
                                .status())
                        .as(name + hint)
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void a_query_about_hosts_is_kept_for_placement_and_what_is_none_is_refused() {
        String query = "[\\\">=\\\", \\\"$free_ram_mb\\\", 1024]";
        UUID server = booted(boot(MEMBER, "", "'os:scheduler_hints': {'query': '%s'}".formatted(query)));
        assertThat(hintsOf(server).query()).isEqualTo("[\">=\", \"$free_ram_mb\", 1024]");
        for (String bad : List.of("'x'", "7", "'[1]'", "['=', 1, 1]", "{}", "'[\\\"x\\\"]'")) {
            assertThat(boot(MEMBER, "", "'os:scheduler_hints': {'query': %s}".formatted(bad))
                            .status())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    @Test
    void hints_that_nothing_in_nova_follows_are_taken_and_without_effect() {
        UUID server = booted(boot(
                MEMBER,
                "",
                "'os:scheduler_hints': {'target_cell': 'cell2', 'different_cell': ['cell1'], 'cidr': '/24',"
                        + " 'build_near_host_ip': '10.0.0.1'}"));
        assertThat(Json.read(cloud.api.requestSpecs().find(server).orElseThrow().spec(), RequestedServer.class)
                        .hints())
                .isNull();
        for (String bad : List.of(
                "'target_cell': ''",
                "'target_cell': 7",
                "'different_cell': [7]",
                "'cidr': '24'",
                "'build_near_host_ip': 'near'")) {
            assertThat(boot(MEMBER, "", "'os:scheduler_hints': {%s}".formatted(bad))
                            .status())
                    .as(bad)
                    .isEqualTo(400);
        }
    }
}
