package io.cellplane.api.group;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.COLLEAGUE;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.FOREIGN_PROJECT;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.PROJECT;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Server groups, as each microversion has them. */
class ServerGroupsTest {
    private static final String PATH = "/os-server-groups";
    private static final int MOST = 30;
    private static ServerCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of("cellplane.quota.server-groups", MOST));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Answer create(String user, String version, String fields) {
        String body = "{\"server_group\": {%s}}".formatted(fields).replace('\'', '"');
        return cloud.call(user, version, "POST", PATH, body);
    }

    private static String made(String user, String version, String fields) {
        Answer answer = create(user, version, fields);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body().at("/server_group/id").asText();
    }

    private static JsonNode shown(String version, String id) {
        return cloud.call(MEMBER, version, "GET", PATH + "/" + id, null).body().path("server_group");
    }

    private static List<String> listed(String user, String query) {
        List<String> ids = new ArrayList<>();
        cloud.call(user, "2.79", "GET", PATH + query, null)
                .body()
                .path("server_groups")
                .forEach(group -> ids.add(group.path("id").asText()));
        return ids;
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void a_group_has_a_list_of_policies_at_first_and_a_policy_with_rules_from_2_64_on() {
        Answer first = create(MEMBER, "2.1", "'name': 'first', 'policies': ['anti-affinity']");
        JsonNode group = first.body().path("server_group");
        assertThat(fields(group)).containsExactlyInAnyOrder("id", "name", "policies", "metadata", "members");
        assertThat(group.path("policies").toString()).isEqualTo("[\"anti-affinity\"]");
        assertThat(group.path("metadata").toString()).isEqualTo("{}");
        assertThat(group.path("members").toString()).isEqualTo("[]");
        String id = group.path("id").asText();
        assertThat(fields(shown("2.13", id)))
                .containsExactlyInAnyOrder("id", "name", "policies", "metadata", "members", "project_id", "user_id");
        JsonNode last = shown("2.64", id);
        assertThat(fields(last))
                .containsExactlyInAnyOrder("id", "name", "policy", "rules", "members", "project_id", "user_id");
        assertThat(last.path("policy").asText()).isEqualTo("anti-affinity");
        assertThat(last.path("rules").toString()).isEqualTo("{}");
        assertThat(last.path("project_id").asText()).isEqualTo(PROJECT);
        assertThat(last.path("user_id").asText()).isEqualTo("member-id");
    }

    @Test
    void how_many_may_share_a_host_is_a_number_however_it_was_written() {
        String rule = "'name': 'n', 'policy': 'anti-affinity', 'rules': {'max_server_per_host': %s}";
        for (String three : List.of("3", "'3'")) {
            String id = made(MEMBER, "2.64", rule.formatted(three));
            assertThat(shown("2.64", id).path("rules").toString()).isEqualTo("{\"max_server_per_host\":3}");
            assertThat(shown("2.63", id).has("rules")).isFalse();
        }
        for (String bad : List.of("0", "-1", "'x'", "null", "1.5", "'0'", "[]")) {
            assertThat(create(MEMBER, "2.64", rule.formatted(bad)).status())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(create(MEMBER, "2.64", "'name': 'n', 'policy': 'affinity', 'rules': {'max_server_per_host': 2}")
                        .message())
                .isEqualTo("Only anti-affinity policy supports rules.");
        assertThat(create(MEMBER, "2.64", "'name': 'n', 'policy': 'affinity', 'rules': {}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void soft_policies_come_with_2_15() {
        for (String soft : List.of("soft-affinity", "soft-anti-affinity")) {
            assertThat(create(MEMBER, "2.14", "'name': 's', 'policies': ['%s']".formatted(soft))
                            .status())
                    .isEqualTo(400);
            made(MEMBER, "2.15", "'name': 's', 'policies': ['%s']".formatted(soft));
            made(MEMBER, "2.64", "'name': 's', 'policy': '%s'".formatted(soft));
        }
    }

    @Test
    void what_is_no_group_is_refused() {
        for (String fields : List.of(
                "",
                "'name': 'x'",
                "'policies': ['affinity']",
                "'name': 'x', 'policies': []",
                "'name': 'x', 'policies': ['affinity', 'anti-affinity']",
                "'name': 'x', 'policies': ['legacy']",
                "'name': 'x', 'policies': 'affinity'",
                "'name': '', 'policies': ['affinity']",
                "'name': ' x', 'policies': ['affinity']",
                "'name': 'x', 'policy': 'affinity'",
                "'name': 'x', 'policies': ['affinity'], 'more': 1",
                "'name': '%s', 'policies': ['affinity']".formatted("x".repeat(256)))) {
            assertThat(create(MEMBER, "2.63", fields).status()).as(fields).isEqualTo(400);
        }
        for (String fields : List.of(
                "'name': 'x', 'policies': ['affinity']",
                "'name': 'x', 'policy': 'legacy'",
                "'name': 'x', 'policy': 'anti-affinity', 'rules': {'more': 1}")) {
            assertThat(create(MEMBER, "2.64", fields).status()).as(fields).isEqualTo(400);
        }
    }

    @Test
    void a_group_is_its_projects_and_an_administrator_sees_all() {
        String id = made(MEMBER, "2.64", "'name': 'ours', 'policy': 'affinity'");
        String foreign = made(FOREIGNER, "2.64", "'name': 'theirs', 'policy': 'affinity'");
        assertThat(listed(COLLEAGUE, "")).contains(id).doesNotContain(foreign);
        assertThat(listed(READER, "?all_projects=1")).contains(id).doesNotContain(foreign);
        assertThat(listed(ADMIN, "")).isEmpty();
        assertThat(listed(ADMIN, "?all_projects")).contains(id, foreign);
        String unknown = "Instance group " + foreign + " could not be found.";
        for (String method : List.of("GET", "DELETE")) {
            Answer answer = cloud.call(MEMBER, "2.79", method, PATH + "/" + foreign, null);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.message()).isEqualTo(unknown);
        }
        assertThat(cloud.call(ADMIN, "2.79", "GET", PATH + "/" + foreign, null).status())
                .isEqualTo(200);
        assertThat(create(READER, "2.64", "'name': 'x', 'policy': 'affinity'").status())
                .isEqualTo(403);
        assertThat(cloud.call(READER, "2.79", "DELETE", PATH + "/" + id, null).status())
                .isEqualTo(403);
        assertThat(cloud.call(COLLEAGUE, "2.79", "DELETE", PATH + "/" + id, null)
                        .status())
                .isEqualTo(204);
        assertThat(cloud.call(MEMBER, "2.79", "DELETE", PATH + "/" + id, null).status())
                .isEqualTo(404);
        assertThat(cloud.call(MEMBER, "2.79", "GET", PATH + "/no-uuid", null).status())
                .isEqualTo(404);
    }

    @Test
    void a_list_comes_in_parts() {
        for (String name : List.of("a", "b", "c")) {
            made(MEMBER, "2.64", "'name': '%s', 'policy': 'affinity'".formatted(name));
        }
        List<String> all = listed(MEMBER, "");
        assertThat(listed(MEMBER, "?limit=2")).isEqualTo(all.subList(0, 2));
        assertThat(listed(MEMBER, "?limit=2&offset=1")).isEqualTo(all.subList(1, 3));
        assertThat(listed(MEMBER, "?limit=0")).isEqualTo(all);
        assertThat(listed(MEMBER, "?offset=99999999999")).isEmpty();
        for (String query : List.of("?limit=x", "?offset=-1", "?more=1")) {
            assertThat(cloud.call(MEMBER, "2.79", "GET", PATH + query, null).status())
                    .as(query)
                    .isEqualTo(400);
        }
        assertThat(cloud.call(MEMBER, "2.74", "GET", PATH + "?more=1", null).status())
                .isEqualTo(200);
    }

    @Test
    void of_many_at_once_exactly_as_many_are_made_as_the_project_may_have() throws Exception {
        int before = cloud.api.serverGroups().count(FOREIGN_PROJECT);
        Callable<Answer> one = () -> create(FOREIGNER, "2.64", "'name': 'x', 'policy': 'affinity'");
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Answer> answer : threads.invokeAll(
                    Stream.generate(() -> one).limit(MOST + 10).toList())) {
                answers.add(answer.get());
            }
        }
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(MOST - before);
        assertThat(answers.stream().filter(answer -> answer.status() != 200)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.message()).isEqualTo("Quota exceeded, too many server groups.");
        });
        assertThat(cloud.call(FOREIGNER, "2.79", "GET", "/limits", null)
                        .body()
                        .at("/limits/absolute/totalServerGroupsUsed")
                        .asInt())
                .isEqualTo(MOST);
        listed(FOREIGNER, "").forEach(id -> cloud.call(FOREIGNER, "2.79", "DELETE", PATH + "/" + id, null));
        assertThat(listed(FOREIGNER, "")).isEmpty();
        assertThat(cloud.api.serverGroups().find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void a_user_with_a_limit_of_its_own_is_under_it_with_its_own_groups_alone() {
        String mine = "/os-quota-sets/" + PROJECT + "?user_id=colleague-id";
        int before = cloud.api.serverGroups().count(PROJECT, "colleague-id");
        made(MEMBER, "2.64", "'name': 'others', 'policy': 'affinity'");
        made(MEMBER, "2.64", "'name': 'others', 'policy': 'affinity'");
        assertThat(cloud.call(
                                ADMIN,
                                "2.79",
                                "PUT",
                                mine,
                                "{\"quota_set\": {\"server_groups\": %d}}".formatted(before + 1))
                        .status())
                .isEqualTo(200);
        String one = made(COLLEAGUE, "2.64", "'name': 'mine', 'policy': 'affinity'");
        assertThat(create(COLLEAGUE, "2.64", "'name': 'more', 'policy': 'affinity'")
                        .status())
                .isEqualTo(403);
        made(MEMBER, "2.64", "'name': 'others', 'policy': 'affinity'");
        cloud.call(ADMIN, "2.79", "DELETE", mine, null);
        cloud.call(COLLEAGUE, "2.79", "DELETE", PATH + "/" + one, null);
    }
}
