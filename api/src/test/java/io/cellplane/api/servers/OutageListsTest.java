package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists while a cell does not answer: whole, or not there; or, where the operator has switched it on, marked. */
class OutageListsTest {
    private static final String PARTIAL = "X-Cellplane-Partial";

    private static ServerCloud cloud;
    private static ServerCloud skipping;

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());
        skipping = new ServerCloud(ServerCloud.NOWHERE, Map.of("cellplane.servers.lists.skip-away-cells", true));
        for (ServerCloud each : List.of(cloud, skipping)) {
            each.control.addDeadCell("dead");
            lose(each, "lost");
            each.land(each.booted(FOREIGNER, "here"), "cell1");
        }
    }

    @AfterAll
    static void stop() {
        cloud.close();
        skipping.close();
    }

    /** A server whose record is where nobody answers. */
    private static UUID lose(ServerCloud where, String name) {
        UUID lost = where.booted(FOREIGNER, name);
        where.land(lost, "cell1");
        assertThat(where.api.mappings().flip(lost, "dead", 1, UUID.randomUUID(), Instant.now()))
                .isEqualTo(1);
        return lost;
    }

    private static ServerCloud.Answer list(ServerCloud where, String query) {
        String[] asked = query.split(" ");
        return where.get(FOREIGNER, asked[0], asked[1]);
    }

    private static List<String> names(ServerCloud.Answer answer) {
        return answer.body().path("servers").findValuesAsText("name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.1 /servers",
                "2.68 /servers/detail",
                "2.68 /servers?limit=1",
                "2.79 /servers?name=here",
                "2.79 /servers/detail?status=ACTIVE",
                "2.79 /servers?sort_key=display_name",
                "2.79 /servers?sort_dir=asc",
                "2.79 /servers?changes-since=2020-01-01",
                "2.79 /servers?tags=a"
            })
    void what_would_lack_servers_is_503_or_is_marked(String query) {
        ServerCloud.Answer refused = list(cloud, query);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.raw().headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.raw().body()).contains("serviceUnavailable").doesNotContain("dead");

        ServerCloud.Answer partial = list(skipping, query);
        assertThat(partial.status()).isEqualTo(200);
        assertThat(partial.raw().headers().firstValue(PARTIAL)).hasValue("true");
        assertThat(names(partial)).doesNotContain("lost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.69 /servers",
                "2.79 /servers/detail",
                "2.79 /servers?limit=5",
                "2.79 /servers?all_tenants=0",
                "2.79 /servers/detail?deleted=False",
                "2.79 /servers?sort_key=created_at"
            })
    void what_is_known_without_the_cell_is_whole(String query) {
        for (ServerCloud each : List.of(cloud, skipping)) {
            ServerCloud.Answer whole = list(each, query);
            assertThat(whole.status()).isEqualTo(200);
            assertThat(whole.raw().headers().firstValue(PARTIAL)).isEmpty();
            JsonNode servers = whole.body().path("servers");
            assertThat(servers).hasSize(2);
            assertThat(servers.findValuesAsText("status")).contains("UNKNOWN");
        }
    }

    @Test
    void administrators_are_told_which_cell_it_is() {
        ServerCloud.Answer told = cloud.get(ADMIN, "2.79", "/servers?all_tenants=1&name=here");
        assertThat(told.status()).isEqualTo(503);
        assertThat(told.message()).contains("dead");
    }

    @Test
    void a_project_that_has_nothing_there_lacks_nothing() {
        UUID leaving = cloud.resting("leaving");
        cloud.api.mappings().flip(leaving, "dead", 1, UUID.randomUUID(), Instant.now());
        assertThat(cloud.get(MEMBER, "2.1", "/servers").status()).isEqualTo(503);
        assertThat(cloud.call(MEMBER, "2.1", "DELETE", "/servers/" + leaving, null)
                        .status())
                .isEqualTo(204);
        assertThat(cloud.get(MEMBER, "2.1", "/servers").status()).isEqualTo(200);
        assertThat(cloud.get(MEMBER, "2.79", "/servers?name=x").status()).isEqualTo(200);
        assertThat(cloud.get(MEMBER, "2.79", "/servers?changes-since=2020-01-01")
                        .status())
                .as("it may have been deleted there")
                .isEqualTo(503);
    }

    @Test
    void a_place_that_nobody_gave_out_is_400() {
        UUID first = skipping.resting("forged");
        String query = "/servers?sort_key=display_name&marker=" + first + "&after=";
        assertThat(skipping.get(MEMBER, "2.79", query + "e30").status()).isEqualTo(400);
        assertThat(skipping.get(MEMBER, "2.79", query).status()).isEqualTo(400);
    }

    @Test
    void a_page_can_be_read_when_the_cell_of_its_marker_has_gone() {
        UUID first = skipping.resting("a");
        skipping.resting("b");
        skipping.resting("c");
        skipping.resting("d");
        String query = "/servers?sort_key=display_name&sort_dir=asc&limit=1";
        JsonNode page = skipping.get(MEMBER, "2.79", query).body();
        assertThat(page.path("servers").findValuesAsText("name")).containsExactly("a");
        URI next = URI.create(page.at("/servers_links/0/href").asText());
        assertThat(next.getRawQuery()).contains("marker=" + first);

        skipping.api.mappings().flip(first, "dead", 1, UUID.randomUUID(), Instant.now());

        String rest = next.getRawPath().substring("/v2.1".length()) + "?" + next.getRawQuery();
        JsonNode second = skipping.get(MEMBER, "2.79", rest).body();
        assertThat(second.path("servers").findValuesAsText("name")).containsExactly("b");
        assertThat(skipping.get(MEMBER, "2.1", rest).status()).isEqualTo(200);
        URI third = URI.create(second.at("/servers_links/0/href").asText());
        assertThat(names(skipping.get(
                        MEMBER, "2.79", third.getRawPath().substring("/v2.1".length()) + "?" + third.getRawQuery())))
                .containsExactly("c");
        ServerCloud.Answer alone = skipping.get(MEMBER, "2.79", query + "&marker=" + first);
        assertThat(alone.status()).isEqualTo(503);
        assertThat(alone.raw().headers().firstValue("Retry-After")).isPresent();
    }
}
