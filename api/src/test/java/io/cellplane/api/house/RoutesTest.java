package io.cellplane.api.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.Cloud;
import io.cellplane.api.http.Microversion;
import io.cellplane.api.http.NotBuilt;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.RouteRules.ActionRules;
import io.cellplane.api.http.RouteTable;
import io.cellplane.api.http.RouteTable.Entry;
import io.cellplane.api.policy.Policy;
import io.cellplane.api.schema.Schemas;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static Cloud cloud;
    private static List<Entry> routes;

    @BeforeAll
    static void start() {
        cloud = Cloud.start("routes");
        routes = cloud.server().part(RouteTable.class).entries();
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void every_route_names_a_rule_of_the_policy_table() {
        Set<String> rules = cloud.server().part(Policy.class).rules();
        for (Entry route : routes) {
            Stream<String> named = route.rules().actions().isEmpty()
                    ? Stream.of(route.rules().rule())
                    : route.rules().actions().stream().map(ActionRules::rule);
            assertThat(named)
                    .as(route.method() + " " + route.path())
                    .allMatch(rule -> rule.equals(Route.OPEN) || rules.contains(rule));
        }
    }

    @Test
    void every_route_with_a_body_has_a_schema_that_can_be_read() {
        Schemas schemas = cloud.server().part(Schemas.class);
        for (Entry route : routes) {
            if (Set.of("POST", "PUT").contains(route.method())) {
                assertThat(route.rules().body().isEmpty()
                                && route.rules().actions().isEmpty())
                        .as(route.method() + " " + route.path() + " has no schema for its body")
                        .isFalse();
            }
            Stream.concat(
                            Stream.of(route.rules().body(), route.rules().query()),
                            route.rules().actions().stream().map(ActionRules::body))
                    .filter(schema -> !schema.isEmpty())
                    .forEach(schema -> assertThat(schemas.versions(schema)).isNotEmpty());
        }
    }

    @Test
    void what_is_built_is_not_listed_as_missing() {
        for (NotBuilt.Entry missing : cloud.server().part(NotBuilt.class).entries()) {
            assertThat(routes)
                    .noneMatch(route -> route.method().equals(missing.method())
                            && shape(route.path()).equals(shape("/v2.1" + missing.path()))
                            && route.rules().min().compareTo(missing.max()) <= 0
                            && missing.min().compareTo(route.rules().max()) <= 0);
            assertThat(missing.min().isWithin(Microversion.MIN, Microversion.MAX))
                    .isTrue();
        }
    }

    private static String shape(String path) {
        return path.replaceAll("\\{[^}]+}", "{}");
    }
}
