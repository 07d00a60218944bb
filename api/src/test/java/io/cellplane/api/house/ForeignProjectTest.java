package io.cellplane.api.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.KnownUsers;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.RouteTable;
import io.cellplane.api.proxy.KnownServices;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.api.version.Versions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * No route shows or touches what belongs to another project or user. Whose it is, {@link Route#owner()} says: a project's,
 * unless a route says otherwise.
 */
class ForeignProjectTest {
    private static final String CELL = "x-cellplane-cell";
    private static final String SERVERS = "/servers/{id}";

    /** What another's are called: a private flavor, and a key pair of the member's. */
    private static final Map<String, String> OWNED =
            Map.of("{id}", "private", "{name}", "theirs", "{key}", "a", "{pattern}", "a");

    /** What the schema of a server's route lets through: it is looked at before the server is. */
    private static final Map<String, String> BODIES = Map.of(
            "servers/update", "{\"server\": {\"name\": \"mine\"}}",
            "servers/metadata", "{\"metadata\": {\"a\": \"b\"}}",
            "servers/meta", "{\"meta\": {\"a\": \"b\"}}",
            "servers/tags", "{\"tags\": [\"a\"]}",
            "servers/tag", "",
            "network-proxies/security-group", "{\"security_group\": {\"name\": \"a\", \"description\": \"\"}}");

    /** What the schemas of actions let through; of the others, null. */
    private static final Map<String, String> ACTIONS = Map.of(
            "reboot", "{\"type\": \"SOFT\"}",
            "resize", "{\"flavorRef\": \"f1\"}",
            "os-getConsoleOutput", "{}",
            "os-resetState", "{\"state\": \"active\"}",
            "addFloatingIp", "{\"address\": \"172.24.4.9\"}",
            "removeFloatingIp", "{\"address\": \"172.24.4.9\"}",
            "addFixedIp", "{\"networkId\": \"a\"}",
            "removeFixedIp", "{\"address\": \"10.0.0.5\"}",
            "addSecurityGroup", "{\"name\": \"default\"}",
            "removeSecurityGroup", "{\"name\": \"default\"}");

    private static KnownServices services;
    private static ServerCloud cloud;
    private static UUID server;

    /** What the member has at a collection. */
    private static final Map<String, String> THEIRS = new LinkedHashMap<>();

    @BeforeAll
    static void start(@TempDir Path data) {
        services = new KnownServices(data);
        cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of(), services.parts());
        cloud.call(
                KnownUsers.ADMIN,
                "2.1",
                "POST",
                "/flavors",
                "{\"flavor\":{\"name\":\"private\",\"id\":\"private\",\"ram\":1,\"vcpus\":1,\"disk\":1,"
                        + "\"os-flavor-access:is_public\":false}}");
        cloud.call(KnownUsers.MEMBER, "2.1", "POST", "/os-keypairs", "{\"keypair\":{\"name\":\"theirs\"}}");
        String created = cloud.call(
                        KnownUsers.MEMBER,
                        "2.1",
                        "POST",
                        "/os-server-groups",
                        "{\"server_group\":{\"name\":\"theirs\",\"policies\":[\"affinity\"]}}")
                .body()
                .at("/server_group/id")
                .asText();
        THEIRS.put("/os-server-groups/{id}", created);
        theirs("network", "/networks", "{}", "/os-networks", "/os-tenant-networks");
        String outside = services.network(KnownUsers.MEMBER, "GET", "/networks?name=public", null)
                .at("/networks/0/id")
                .asText();
        theirs("floatingip", "/floatingips", "{\"floating_network_id\": \"" + outside + "\"}", "/os-floating-ips");
        String group = theirs("security_group", "/security-groups", "{\"name\": \"theirs\"}", "/os-security-groups");
        String rule = "{\"direction\": \"ingress\", \"security_group_id\": \"" + group + "\"}";
        theirs("security_group_rule", "/security-group-rules", rule, "/os-security-group-rules");
        THEIRS.put(
                "/images/{id}",
                services.image(KnownUsers.MEMBER, "POST", "/images", "{\"name\": \"theirs\", \"a\": \"b\"}")
                        .path("id")
                        .asText());
        server = cloud.booted(KnownUsers.MEMBER, "theirs");
        cloud.land(server, "cell1");
    }

    /** Makes one at the network service, which the compute API has under these paths. */
    private static String theirs(String kind, String path, String fields, String... here) {
        String body = "{\"" + kind + "\": " + fields + "}";
        String id = services.network(KnownUsers.MEMBER, "POST", path, body)
                .path(kind)
                .path("id")
                .asText();
        for (String each : here) {
            THEIRS.put(each + "/{id}", id);
        }
        return id;
    }

    @AfterAll
    static void stop() {
        cloud.close();
        services.close();
    }

    /** One request that a route takes. */
    private record Asked(
            RouteTable.Entry route,
            Versions versions,
            @Nullable String body) {
        Answer by(String user) {
            String path = route.path().substring("/v2.1".length());
            if (path.startsWith(SERVERS)) {
                path = path.replace("{id}", server.toString());
            }
            for (Map.Entry<String, String> theirs : THEIRS.entrySet()) {
                path = path.replace(theirs.getKey(), theirs.getKey().replace("{id}", theirs.getValue()));
            }
            for (Map.Entry<String, String> owned : OWNED.entrySet()) {
                path = path.replace(owned.getKey(), owned.getValue());
            }
            path = path.replaceAll("\\{[^}]+}", "a");
            String version = versions.last().toString();
            return cloud.call(user, version, route.method(), path, body);
        }

        @Override
        public String toString() {
            return route.method() + " " + route.path() + " " + body;
        }
    }

    /** One for each action of a route, one for each other route; policy comes before the schema. */
    private static List<Asked> all() {
        return cloud.server().part(RouteTable.class).entries().stream()
                .filter(route -> !route.rules().open())
                .flatMap(route -> {
                    if (route.rules().actions().isEmpty()) {
                        boolean hasBody = Set.of("POST", "PUT").contains(route.method());
                        String body = BODIES.getOrDefault(route.rules().body(), "{}");
                        return Stream.of(
                                new Asked(route, route.rules().versions(), hasBody && !body.isEmpty() ? body : null));
                    }
                    boolean isServers = route.path().contains(SERVERS);
                    return route.rules().actions().stream()
                            .map(action -> new Asked(
                                    route,
                                    action.versions(),
                                    "{\"" + action.name() + "\":"
                                            + (isServers ? ACTIONS.getOrDefault(action.name(), "null") : "{}") + "}"));
                })
                .toList();
    }

    @TestFactory
    List<DynamicTest> a_foreigner_is_refused() {
        return all().stream()
                .filter(asked -> asked.route().rules().owner() != Route.Owner.NOBODY)
                .map(asked -> DynamicTest.dynamicTest(asked.toString(), () -> refuses(asked)))
                .toList();
    }

    private static void refuses(Asked asked) {
        Answer answer = asked.by(KnownUsers.FOREIGNER);
        String path = asked.route().path();
        if (path.startsWith("/v2.1/servers") && !path.contains("{")) {
            // The caller's own: they are no other's.
            assertThat(answer.raw().body()).doesNotContain("theirs").doesNotContain(server.toString());
        } else if (path.contains(SERVERS) && answer.status() == 404) {
            assertThat(answer.message()).isEqualTo("Instance " + server + " could not be found.");
        } else {
            assertThat(answer.status())
                    .isIn(asked.route().rules().owner() == Route.Owner.ADMIN ? Set.of(403) : Set.of(403, 404));
        }
    }

    @TestFactory
    List<DynamicTest> a_token_of_no_project_is_refused() {
        return all().stream()
                .map(asked -> DynamicTest.dynamicTest(asked.toString(), () -> {
                    for (String who : List.of(KnownUsers.DOMAIN_ADMIN, KnownUsers.SYSTEM_ADMIN, KnownUsers.UNSCOPED)) {
                        assertThat(asked.by(who).status()).as(who).isEqualTo(403);
                    }
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> users_are_told_of_no_cell() {
        return all().stream()
                .filter(asked -> asked.route().method().equals("GET"))
                .map(asked -> DynamicTest.dynamicTest(asked.toString(), () -> {
                    Answer answer = asked.by(KnownUsers.MEMBER);
                    assertThat(answer.raw().body()).doesNotContain("cell0", "cell1", "cell2", "OS-CELLPLANE");
                    assertThat(answer.raw().headers().map()).doesNotContainKey(CELL);
                }))
                .toList();
    }

    @Test
    void an_administrator_is_told_in_which_cell_a_server_is() {
        Answer shown = cloud.get(KnownUsers.ADMIN, "2.1", "/servers/" + server);
        assertThat(shown.body().at("/server/OS-CELLPLANE:cell").asText()).isEqualTo("cell1");
        assertThat(shown.raw().headers().firstValue(CELL)).hasValue("cell1");
        assertThat(cloud.get(KnownUsers.ADMIN, "2.79", "/servers/detail?all_tenants=1")
                        .body()
                        .path("servers")
                        .findValuesAsText("OS-CELLPLANE:cell"))
                .contains("cell1");
        UUID waiting = cloud.booted(KnownUsers.MEMBER, "theirs too");
        Answer nowhere = cloud.get(KnownUsers.ADMIN, "2.79", "/servers/" + waiting);
        assertThat(nowhere.body().at("/server/OS-CELLPLANE:cell").isNull()).isTrue();
        assertThat(nowhere.raw().headers().firstValue(CELL)).isEmpty();
    }
}
