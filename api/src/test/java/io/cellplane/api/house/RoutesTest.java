package io.cellplane.api.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.Cloud;
import io.cellplane.api.http.NotBuilt;
import io.cellplane.api.http.RouteRules.ActionRules;
import io.cellplane.api.http.RouteTable;
import io.cellplane.api.http.RouteTable.Entry;
import io.cellplane.api.schema.Body;
import io.cellplane.api.schema.Schemas;
import io.cellplane.api.version.Versions;
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
    void only_the_documents_of_versions_need_no_token() {
        assertThat(routes.stream().filter(route -> route.rules().open()).map(Entry::path))
                .containsExactlyInAnyOrder("/", "/v2", "/v2.1");
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
                            Stream.of(route.rules().body(), route.rules().query())
                                    .filter(schema -> !schema.isEmpty())
                                    .map(Body::schema),
                            route.rules().actions().stream().map(ActionRules::body))
                    .forEach(schema -> assertThat(schemas.versions(schema)).isNotEmpty());
        }
    }

    @Test
    void what_is_built_is_not_listed_as_missing() {
        for (NotBuilt.Entry missing : cloud.server().part(NotBuilt.class).entries()) {
            assertThat(routes)
                    .noneMatch(route -> route.method().equals(missing.method())
                            && shape(route.path()).equals(shape("/v2.1" + missing.path()))
                            && route.rules().versions().overlaps(missing.versions()));
            assertThat(Versions.ALL.contains(missing.versions().min())).isTrue();
        }
    }

    @Test
    void an_action_that_is_built_is_not_listed_as_missing() {
        Entry actions = routes.stream()
                .filter(route -> route.path().equals("/v2.1/servers/{id}/action"))
                .findFirst()
                .orElseThrow();
        List<String> built =
                actions.rules().actions().stream().map(ActionRules::name).toList();
        assertThat(built).contains("os-start", "resize").doesNotHaveDuplicates();
        assertThat(cloud.server().part(NotBuilt.class).entries().stream()
                        .filter(missing -> missing.method().equals("ACTION"))
                        .map(NotBuilt.Entry::path))
                .contains("rebuild")
                .doesNotContainAnyElementsOf(built);
    }

    private static String shape(String path) {
        return path.replaceAll("\\{[^}]+}", "{}");
    }
}
