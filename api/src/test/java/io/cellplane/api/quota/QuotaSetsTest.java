package io.cellplane.api.quota;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.COLLEAGUE;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.FOREIGN_PROJECT;
import static io.cellplane.api.KnownUsers.MANAGER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.PROJECT;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.keypair.KnownKey;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.db.Together;
import io.cellplane.db.control.FlavorRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaSetsTest {
    private static final String OURS = "/os-quota-sets/" + PROJECT;
    private static final String THEIRS = "/os-quota-sets/" + FOREIGN_PROJECT;
    private static final String MINE = OURS + "?user_id=member-id";
    private static final String CLASS = "/os-quota-class-sets/default";

    private static final Set<String> NEWEST =
            Set.of("instances", "cores", "ram", "metadata_items", "key_pairs", "server_groups", "server_group_members");
    private static final Set<String> NETWORK =
            Set.of("fixed_ips", "floating_ips", "security_groups", "security_group_rules");
    private static final Set<String> FILES =
            Set.of("injected_files", "injected_file_content_bytes", "injected_file_path_bytes");

    @AutoClose
    private static final ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());

    @AfterEach
    void reset() {
        for (String path : List.of(OURS, THEIRS)) {
            assertThat(cloud.call(ADMIN, "2.79", "DELETE", path, null).status()).isEqualTo(202);
        }
        setClass("\"instances\": 10, \"cores\": 20, \"key_pairs\": 100, \"metadata_items\": 128");
    }

    private static Answer set(String path, String limits) {
        return cloud.call(ADMIN, "2.79", "PUT", path, "{\"quota_set\": {" + limits + "}}");
    }

    private static JsonNode setWell(String path, String limits) {
        Answer answer = set(path, limits);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body().path("quota_set");
    }

    private static JsonNode setClass(String limits) {
        Answer answer = cloud.call(ADMIN, "2.79", "PUT", CLASS, "{\"quota_class_set\": {" + limits + "}}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body().path("quota_class_set");
    }

    private static JsonNode shown(String path) {
        Answer answer = cloud.get(ADMIN, "2.79", path);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body().iterator().next();
    }

    private static int inUse(String user) {
        return shown(OURS + "/detail" + user).at("/instances/in_use").asInt();
    }

    private static Set<String> names(JsonNode set) {
        Set<String> names = new TreeSet<>();
        set.fieldNames().forEachRemaining(names::add);
        names.remove("id");
        return names;
    }

    private static Set<String> all(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void what_is_shown_follows_the_microversions() {
        for (String path : List.of(OURS, OURS + "/defaults", OURS + "/detail", OURS + "?user_id=x")) {
            Map.of("2.1", all(List.of(NEWEST, NETWORK, FILES)), "2.36", all(List.of(NEWEST, FILES)), "2.57", NEWEST)
                    .forEach((version, names) -> {
                        Answer answer = cloud.get(MEMBER, version, path);
                        assertThat(answer.status()).isEqualTo(200);
                        assertThat(answer.body().at("/quota_set/id").asText()).isEqualTo(PROJECT);
                        assertThat(names(answer.body().path("quota_set")))
                                .as(path + " " + version)
                                .isEqualTo(names);
                    });
        }
        Set<String> first = all(List.of(NEWEST, NETWORK, FILES));
        first.removeAll(Set.of("server_groups", "server_group_members"));
        Map.of("2.1", first, "2.50", all(List.of(NEWEST, FILES)), "2.57", NEWEST)
                .forEach((version, names) -> assertThat(
                                names(cloud.get(ADMIN, version, CLASS).body().path("quota_class_set")))
                        .as(version)
                        .isEqualTo(names));
    }

    @Test
    void where_nothing_is_set_it_is_as_configured() {
        JsonNode old = cloud.get(MEMBER, "2.1", OURS).body().path("quota_set");
        Map.of(
                        "instances", 10,
                        "cores", 20,
                        "ram", 51_200,
                        "metadata_items", 128,
                        "injected_files", 5,
                        "injected_file_content_bytes", 10_240,
                        "injected_file_path_bytes", 255,
                        "key_pairs", 100,
                        "server_groups", 10,
                        "server_group_members", 10)
                .forEach((name, limit) -> assertThat(old.path(name).asInt()).isEqualTo(limit));
        NETWORK.forEach(name -> assertThat(old.path(name).asInt()).isEqualTo(-1));
    }

    @Test
    void a_users_limit_comes_before_the_projects_and_that_before_the_classs() {
        setClass("\"instances\": 30");
        assertThat(shown(OURS + "/defaults").path("instances").asInt()).isEqualTo(30);
        assertThat(shown(OURS).path("instances").asInt()).isEqualTo(30);
        assertThat(setWell(OURS, "\"instances\": \"20\", \"cores\": -1").has("id"))
                .isFalse();
        assertThat(setWell(MINE, "\"instances\": 15").path("instances").asInt()).isEqualTo(15);
        assertThat(shown(OURS).path("instances").asInt()).isEqualTo(20);
        assertThat(shown(OURS).path("cores").asInt()).isEqualTo(-1);
        assertThat(shown(MINE).path("instances").asInt()).isEqualTo(15);
        assertThat(shown(MINE).path("cores").asInt()).isEqualTo(-1);
        assertThat(shown(OURS + "/defaults").path("instances").asInt()).isEqualTo(30);
        assertThat(cloud.get(MEMBER, "2.79", "/limits")
                        .body()
                        .at("/limits/absolute/maxTotalInstances")
                        .asInt())
                .isEqualTo(20);
        assertThat(cloud.get(ADMIN, "2.79", "/limits?tenant_id=" + PROJECT)
                        .body()
                        .at("/limits/absolute/maxTotalCores")
                        .asInt())
                .isEqualTo(-1);
        assertThat(cloud.call(ADMIN, "2.79", "DELETE", MINE, null).status()).isEqualTo(202);
        assertThat(shown(MINE).path("instances").asInt()).isEqualTo(20);
        assertThat(cloud.call(ADMIN, "2.79", "DELETE", OURS, null).status()).isEqualTo(202);
        assertThat(shown(MINE).path("instances").asInt()).isEqualTo(30);
    }

    @Test
    void without_force_no_limit_is_below_what_is_used_nor_a_users_beyond_what_its_project_has_left() {
        setWell(THEIRS, "\"instances\": 10");
        String user = THEIRS + "?user_id=foreigner-id";
        setWell(user, "\"instances\": 6");
        assertThat(set(THEIRS + "?user_id=other", "\"instances\": 5").message())
                .isEqualTo("Quota limit 5 for instances must be less than or equal to 4.");
        assertThat(set(user, "\"instances\": -1").status()).isEqualTo(400);
        setWell(user, "\"instances\": 10");
        assertThat(set(THEIRS, "\"instances\": 9").message())
                .isEqualTo("Quota limit 9 for instances must be greater than or equal to already used and reserved"
                        + " 10.");
        setWell(user, "\"instances\": 4");

        assertThat(cloud.boot(FOREIGNER, "2.79", "used", ", \"min_count\": 3").status())
                .isEqualTo(202);
        assertThat(set(user, "\"cores\": 20, \"instances\": 2").message())
                .isEqualTo("Quota limit 2 for instances must be greater than or equal to already used and reserved 3.");
        assertThat(shown(user).path("cores").asInt()).as("all or none").isEqualTo(20);
        assertThat(set(THEIRS, "\"ram\": 1535").status()).isEqualTo(400);
        setWell(THEIRS, "\"ram\": 1536");
        setWell(THEIRS, "\"instances\": 1, \"force\": true");
        setWell(user, "\"instances\": 100, \"force\": \"True\"");
        assertThat(shown(THEIRS + "/detail").path("instances").toString())
                .contains("\"limit\":1", "\"in_use\":3", "\"reserved\":0");
        assertThat(shown(THEIRS + "/detail?user_id=nobody")
                        .at("/instances/in_use")
                        .asInt())
                .isZero();
        assertThat(cloud.boot(FOREIGNER, "2.79", "more", "").message())
                .isEqualTo("Quota exceeded for instances, ram: Requested 1, 512, but already used 3, 1536 of 1, 1536"
                        + " instances, ram");
    }

    @Test
    void a_users_own_limit_counts_what_the_user_has() {
        int before = inUse("");
        int mine = inUse("?user_id=member-id");
        setWell(OURS, "\"instances\": 100, \"cores\": 200");
        setWell(MINE, "\"instances\": " + (mine + 1));
        cloud.booted(MEMBER, "mine");
        assertThat(cloud.boot(MEMBER, "2.79", "refused", "").message())
                .isEqualTo("Quota exceeded for instances: Requested 1, but already used %d of %d instances"
                        .formatted(mine + 1, mine + 1));
        cloud.booted(COLLEAGUE, "theirs");
        assertThat(inUse("?user_id=member-id")).isEqualTo(mine + 1);
        assertThat(inUse("")).isEqualTo(before + 2);
    }

    @Test
    void a_resize_counts_for_the_user_whose_server_it_is() {
        cloud.api
                .database()
                .rows(FlavorRows.class)
                .add("bigger", "m1.bigger", 512, 3, 10, 0, 0, 1, true, null, Instant.now());
        setWell(OURS, "\"instances\": 100, \"cores\": 200");
        UUID server = cloud.booted(MEMBER, "grows");
        cloud.land(server, "cell1");
        int cores = cloud.api.quota().usageOf(PROJECT, "member-id").cores();
        setWell(MINE, "\"cores\": " + cores);
        String resize = "{\"resize\": {\"flavorRef\": \"bigger\"}}";
        String path = "/servers/" + server + "/action";
        Answer refused = cloud.call(ADMIN, "2.79", "POST", path, resize);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo("Quota exceeded for cores: Requested 1, but already used %d of %d cores"
                        .formatted(cores, cores));
        setWell(MINE, "\"cores\": " + (cores + 1));
        Answer admitted = cloud.call(ADMIN, "2.79", "POST", path, resize);
        assertThat(admitted.status()).as("let in, but Temporal is nowhere").isEqualTo(503);
        assertThat(cloud.api.quota().usageOf(PROJECT, "member-id").cores()).isEqualTo(cores);
    }

    @Test
    void of_64_creates_at_once_ten_are_let_in_where_the_limit_is_ten() throws Exception {
        setWell(OURS, "\"instances\": -1, \"cores\": -1, \"ram\": -1");
        int before = inUse("");
        setWell(OURS, "\"instances\": " + (before + 10));
        List<Integer> answers = Together.run(
                64,
                i -> cloud.boot(i % 2 == 0 ? MEMBER : COLLEAGUE, "2.79", "race-" + i, "")
                        .status());
        assertThat(answers).containsOnly(202, 403);
        assertThat(answers.stream().filter(status -> status == 202)).hasSize(10);
        assertThat(inUse("")).isEqualTo(before + 10);
    }

    @Test
    void what_is_no_sum_has_its_limit_too() {
        setWell(OURS, "\"metadata_items\": 1, \"key_pairs\": 2");
        setWell(MINE, "\"key_pairs\": 1");
        Answer refused = cloud.boot(MEMBER, "2.79", "much", ", \"metadata\": {\"a\": \"1\", \"b\": \"2\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).isEqualTo("Maximum number of metadata items exceeds 1");
        for (Map.Entry<String, Integer> asked : Map.of(MEMBER, 1, COLLEAGUE, 2).entrySet()) {
            for (int i = 0; i <= asked.getValue(); i++) {
                assertThat(cloud.call(
                                        asked.getKey(),
                                        "2.1",
                                        "POST",
                                        "/os-keypairs",
                                        KnownKey.ECDSA_256.imported("k" + i))
                                .status())
                        .as(asked + " " + i)
                        .isEqualTo(i < asked.getValue() ? 200 : 403);
            }
        }
    }

    @Test
    void a_users_own_limit_takes_the_place_of_its_projects_for_what_each_user_has_apart() {
        setWell(OURS, "\"key_pairs\": 1");
        setWell(OURS + "?user_id=manager-id", "\"key_pairs\": 2, \"force\": true");
        for (int i = 0; i < 3; i++) {
            assertThat(cloud.call(MANAGER, "2.1", "POST", "/os-keypairs", KnownKey.ECDSA_256.imported("m" + i))
                            .status())
                    .as("%s", i)
                    .isEqualTo(i < 2 ? 200 : 403);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2.79 | {\"quota_set\": {\"instances\": -2}}",
                "2.79 | {\"quota_set\": {\"instances\": \"-2\"}}",
                "2.79 | {\"quota_set\": {\"instances\": 2147483648}}",
                "2.79 | {\"quota_set\": {\"instances\": \"99999999999999999999\"}}",
                "2.79 | {\"quota_set\": {\"instances\": \"5\\n\"}}",
                "2.79 | {\"quota_set\": {\"instances\": null}}",
                "2.79 | {\"quota_set\": {\"instances\": 1.5}}",
                "2.79 | {\"quota_set\": {\"instances\": true}}",
                "2.79 | {\"quota_set\": {\"nothing\": 1}}",
                "2.79 | {\"quota_set\": {\"force\": 3}}",
                "2.79 | {\"quota_set\": []}",
                "2.79 | {}",
                "2.36 | {\"quota_set\": {\"fixed_ips\": 1}}",
                "2.57 | {\"quota_set\": {\"injected_files\": 1}}",
                "2.35 | {\"quota_set\": {\"networks\": 1}}"
            })
    void what_is_no_limit_is_refused(String version, String body) {
        Answer answer = cloud.call(ADMIN, version, "PUT", OURS, body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(cloud.call(ADMIN, version, "PUT", CLASS, body.replace("quota_set", "quota_class_set"))
                        .status())
                .as("of a class")
                .isEqualTo(body.contains("fixed_ips") ? 200 : 400);
        assertThat(shown(OURS).path("instances").asInt()).isEqualTo(10);
    }

    @Test
    void a_project_that_the_identity_service_does_not_know_is_refused() {
        for (String path : List.of("", "/detail", "/defaults", "?user_id=x")) {
            Answer answer = cloud.get(ADMIN, "2.79", "/os-quota-sets/unknown" + path);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.message()).isEqualTo("Project ID unknown is not a valid project.");
        }
        assertThat(set("/os-quota-sets/unknown", "\"cores\": 1").status()).isEqualTo(400);
        assertThat(cloud.call(ADMIN, "2.79", "DELETE", "/os-quota-sets/unknown", null)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void those_who_read_a_project_see_its_quota_and_administrators_alone_set_it() {
        for (String path : List.of(OURS, OURS + "/detail", OURS + "/defaults")) {
            assertThat(cloud.get(READER, "2.79", path).status()).isEqualTo(200);
        }
        assertThat(cloud.get(FOREIGNER, "2.79", OURS).status()).isEqualTo(403);
        assertThat(cloud.get(FOREIGNER, "2.79", OURS + "/detail").status()).isEqualTo(403);
        assertThat(cloud.call(MEMBER, "2.79", "PUT", OURS, "{\"quota_set\": {\"cores\": 1000}}")
                        .status())
                .isEqualTo(403);
        assertThat(cloud.call(MEMBER, "2.79", "DELETE", OURS, null).status()).isEqualTo(403);
        assertThat(cloud.get(MEMBER, "2.79", CLASS).status()).isEqualTo(403);
    }

    @Test
    void a_class_other_than_the_default_is_kept_and_limits_nobody() {
        String gold = "/os-quota-class-sets/gold";
        setClass("\"cores\": 30");
        assertThat(cloud.call(ADMIN, "2.79", "PUT", gold, "{\"quota_class_set\": {\"instances\": 3}}")
                        .status())
                .isEqualTo(200);
        assertThat(shown(gold).path("instances").asInt()).isEqualTo(3);
        assertThat(shown(gold).path("cores").asInt()).as("as configured").isEqualTo(20);
        assertThat(shown(CLASS).path("instances").asInt()).isEqualTo(10);
        assertThat(shown(OURS).path("instances").asInt()).isEqualTo(10);
        assertThat(shown(OURS + "/defaults").path("instances").asInt()).isEqualTo(10);
    }

    @Test
    void names_of_users_and_classes_fit() {
        String longest = "é".repeat(255);
        String user = OURS + "?user_id=" + "%C3%A9".repeat(255);
        assertThat(setWell(user, "\"cores\": 7").path("cores").asInt()).isEqualTo(7);
        assertThat(set(user + "x", "\"cores\": 7").status()).isEqualTo(400);
        assertThat(cloud.get(ADMIN, "2.74", OURS + "?other=1").status()).isEqualTo(200);
        assertThat(cloud.get(ADMIN, "2.75", OURS + "?other=1").status()).isEqualTo(400);
        String name = "/os-quota-class-sets/" + "%C3%A9".repeat(255);
        String body = "{\"quota_class_set\": {\"cores\": \"8\"}}";
        assertThat(cloud.call(ADMIN, "2.79", "PUT", name, body).status()).isEqualTo(200);
        assertThat(shown(name).path("cores").asInt()).isEqualTo(8);
        assertThat(shown(name).path("id").asText()).isEqualTo(longest);
        assertThat(shown(CLASS).path("cores").asInt()).isEqualTo(20);
        assertThat(cloud.call(ADMIN, "2.79", "PUT", name + "x", body).status()).isEqualTo(400);
    }
}
