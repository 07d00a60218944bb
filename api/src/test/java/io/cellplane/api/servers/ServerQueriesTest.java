package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.KnownUsers;
import io.cellplane.api.servers.ServerCloud.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerQueriesTest {
    private static ServerCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(
                ServerCloud.NOWHERE, Map.of("cellplane.quota.instances", -1, "cellplane.quota.cores", -1));
        Answer made = cloud.boot(MEMBER, "2.79", "web", ", \"tags\": [\"blue\"]");
        cloud.land(UUID.fromString(made.body().at("/server/id").asText()), "cell1");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void lists_are_filtered_sorted_and_paged() {
        UUID first = cloud.booted(ADMIN, "list-1");
        cloud.land(first, "cell1");
        UUID second = cloud.booted(ADMIN, "list-2");
        assertThat(names(ADMIN, "2.79", "?name=list-")).containsExactly("list-2", "list-1");
        assertThat(names(ADMIN, "2.79", "?name=list-&sort_key=display_name&sort_dir=asc"))
                .containsExactly("list-1", "list-2");
        assertThat(names(ADMIN, "2.79", "?status=active&name=list-")).containsExactly("list-1");
        assertThat(names(ADMIN, "2.79", "?status=BUILD&name=list-")).containsExactly("list-2");
        assertThat(names(ADMIN, "2.79", "?host=host1&name=list-")).containsExactly("list-1");
        assertThat(names(ADMIN, "2.1", "?ip=10.0.0")).containsExactly("list-1");
        assertThat(names(ADMIN, "2.79", "?limit=0")).isEmpty();
        Answer page = cloud.get(ADMIN, "2.79", "/servers?limit=1&name=list-");
        assertThat(page.body().at("/servers_links/0/href").asText()).contains("marker=" + second);
        assertThat(names(ADMIN, "2.79", "?limit=1&name=list-&marker=" + second)).containsExactly("list-1");
        // Nobody but administrators filters by host: it is dropped.
        assertThat(names(MEMBER, "2.79", "?host=none")).isNotEmpty();
        assertThat(names(ADMIN, "2.79", "?all_tenants=1")).contains("list-1", "web");
        assertThat(names(ADMIN, "2.79", "")).doesNotContain("web");
        assertThat(names(ADMIN, "2.79", "?all_tenants=1&project_id=" + KnownUsers.PROJECT))
                .contains("web")
                .doesNotContain("list-1");
        assertThat(names(MEMBER, "2.79", "?changes-since=2020-01-01T00:00:00Z")).contains("web");
        assertThat(names(MEMBER, "2.79", "?tags=blue")).containsExactly("web");
        assertThat(names(MEMBER, "2.1", "?status=nonsense")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "member, 2.79, all_tenants=1, 403",
        "member, 2.79, status=deleted, 403",
        "member, 2.79, sort_key=host, 403",
        "member, 2.38, status=nonsense, 400",
        "member, 2.79, limit=-1, 400",
        "member, 2.79, limit=x, 400",
        "member, 2.79, marker=nothing, 400",
        "member, 2.79, marker=10000000-0000-4000-8000-000000000009, 400",
        "member, 2.79, sort_key=nonsense, 400",
        "member, 2.79, sort_key=vcpus, 400",
        "member, 2.74, sort_key=vcpus, 200",
        "member, 2.79, sort_dir=up, 400",
        "member, 2.79, name=(, 400",
        "member, 2.79, changes-since=yesterday, 400",
        "member, 2.79, changes-since=2021-01-01&changes-before=2020-01-01, 400",
        "member, 2.74, nonsense=1, 200",
        "member, 2.75, nonsense=1, 400",
        "member, 2.1, _private=1, 400",
        "admin, 2.79, all_tenants=maybe, 400",
        "member, 2.79, reservation_id=%C3%A4, 200",
        "member, 2.79, name=%00, 200",
        "member, 2.79, name=%F0%9F%98%80, 200",
        "member, 2.79, flavor=%F0%9F%98%80, 200",
        "member, 2.79, tags=%C3%A4, 200",
        "member, 2.79, ip=%C3%A4, 200",
        "admin, 2.79, all_tenants=1&uuid=%C3%A4, 200",
        "admin, 2.79, all_tenants=1&vm_state=%C3%A4, 200",
        "admin, 2.79, all_tenants=1&power_state=x, 200",
        "admin, 2.79, all_tenants=1&created_at=2020-01-01&config_drive=true&locked=true, 200",
        "member, 2.79, changes-since=+99999-01-01T00:00:00, 400",
        "member, 2.79, changes-since=0000-01-01T00:00:00, 200",
        "member, 2.79, limit=99999999999, 200",
        "member, 2.1, limit=2147483648, 200",
        "member, 2.79, limit=%D9%A3, 400",
    })
    void queries_are_refused(String user, String version, String query, int status) {
        String encoded = query.replace("(", "%28");
        if (query.startsWith("sort_dir=up")) {
            encoded = "sort_key=uuid&" + encoded;
        }
        assertThat(cloud.get(user, version, "/servers?" + encoded).status()).isEqualTo(status);
        assertThat(cloud.get(user, version, "/servers/detail?" + encoded).status())
                .isEqualTo(status);
    }

    private static List<String> names(String user, String version, String query) {
        Answer answer = cloud.get(user, version, "/servers" + query);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body().path("servers").findValuesAsText("name");
    }
}
