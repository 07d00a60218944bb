package io.cellplane.api.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.Cloud;
import io.cellplane.api.KnownUsers;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.RouteTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * No route shows or touches what belongs to another project or user; servers have a test of their own. Whose it is,
 * {@link Route#owner()} says: a project's, unless a route says otherwise.
 */
class ForeignProjectTest {
    /** What another's are called: a private flavor, and a key pair of the member's. */
    private static final Map<String, String> OWNED =
            Map.of("{id}", "private", "{name}", "theirs", "{key}", "a", "{pattern}", "a");

    private static Cloud cloud;

    @BeforeAll
    static void start() {
        cloud = Cloud.start("foreign");
        cloud.call(
                KnownUsers.ADMIN,
                "2.1",
                "POST",
                "/v2.1/flavors",
                "{\"flavor\":{\"name\":\"private\",\"id\":\"private\",\"ram\":1,\"vcpus\":1,\"disk\":1,"
                        + "\"os-flavor-access:is_public\":false}}");
        cloud.call(KnownUsers.MEMBER, "2.1", "POST", "/v2.1/os-keypairs", "{\"keypair\":{\"name\":\"theirs\"}}");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static List<RouteTable.Entry> routes() {
        return cloud.server().part(RouteTable.class).entries().stream()
                .filter(route -> !route.path().startsWith("/v2.1/servers"))
                .toList();
    }

    @TestFactory
    List<DynamicTest> a_foreigner_is_refused() {
        return routes().stream()
                .filter(route -> route.rules().owner() != Route.Owner.NOBODY)
                .flatMap(route -> bodies(route).stream()
                        .map(body -> DynamicTest.dynamicTest(
                                route.method() + " " + route.path() + " " + body, () -> refuses(route, body))))
                .toList();
    }

    /** One for each action of the route, an empty one for other routes; policy comes before the schema. */
    private static List<String> bodies(RouteTable.Entry route) {
        if (route.rules().actions().isEmpty()) {
            return List.of("{}");
        }
        return route.rules().actions().stream()
                .map(action -> "{\"" + action.name() + "\":{}}")
                .toList();
    }

    private static void refuses(RouteTable.Entry route, String body) {
        String path = route.path();
        for (Map.Entry<String, String> owned : OWNED.entrySet()) {
            path = path.replace(owned.getKey(), owned.getValue());
        }
        boolean hasBody = Set.of("POST", "PUT").contains(route.method());
        Cloud.Answer answer = cloud.call(
                KnownUsers.FOREIGNER,
                route.rules().versions().last().toString(),
                route.method(),
                path,
                hasBody ? body : null);
        assertThat(answer.status()).isIn(route.rules().owner() == Route.Owner.ADMIN ? Set.of(403) : Set.of(403, 404));
    }
}
