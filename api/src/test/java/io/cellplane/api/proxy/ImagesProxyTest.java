package io.cellplane.api.proxy;

import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImagesProxyTest extends ProxyFixture {
    private static final String SERVER = "12345678-0000-4000-8000-000000000000";

    private String image(String name, String more) {
        return services.image(
                        MEMBER,
                        "POST",
                        "/images",
                        "{\"name\": \"%s\", \"disk_format\": \"raw\", \"container_format\": \"bare\"%s}"
                                .formatted(name, more.replace('\'', '"')))
                .path("id")
                .asText();
    }

    private List<String> names(String query) {
        return get(MEMBER, "/images" + query).path("images").findValuesAsText("name");
    }

    @Test
    void an_image_is_shown_in_novas_form() {
        String id = image(
                "snapshot",
                ", 'min_ram': 64, 'min_disk': 2, 'os_distro': 'tiny', 'auto_disk_config': 'True', 'instance_uuid': '"
                        + SERVER + "'");
        JsonNode shown = get(MEMBER, "/images/" + id).path("image");
        assertThat(shown.path("name").asText()).isEqualTo("snapshot");
        assertThat(shown.path("minRam").asInt()).isEqualTo(64);
        assertThat(shown.path("minDisk").asInt()).isEqualTo(2);
        assertThat(shown.path("status").asText()).isEqualTo("SAVING");
        assertThat(shown.path("progress").asInt()).isEqualTo(25);
        assertThat(shown.path("OS-EXT-IMG-SIZE:size").asInt(-1)).isZero();
        assertThat(shown.path("OS-DCF:diskConfig").asText()).isEqualTo("AUTO");
        assertThat(shown.path("metadata").toString())
                .isEqualTo("{\"auto_disk_config\":\"True\",\"instance_uuid\":\"%s\",\"os_distro\":\"tiny\"}"
                        .formatted(SERVER));
        assertThat(shown.at("/server/id").asText()).isEqualTo(SERVER);
        assertThat(shown.at("/server/links/0/href").asText()).endsWith("/v2.1/servers/" + SERVER);
        assertThat(shown.path("created").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(shown.path("links").findValuesAsText("rel")).containsExactly("self", "bookmark", "alternate");
        assertThat(shown.at("/links/2/href").asText()).endsWith("/images/" + id);

        JsonNode cirros = get(MEMBER, "/images/detail?name=cirros").at("/images/0");
        assertThat(cirros.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(cirros.path("progress").asInt()).isEqualTo(100);
        assertThat(cirros.path("OS-EXT-IMG-SIZE:size").asInt()).isPositive();
        assertThat(cirros.has("server")).isFalse();
    }

    @Test
    void a_list_takes_novas_filters() {
        image("one", ", 'min_ram': 17, 'image_type': 'snapshot', 'instance_uuid': '" + SERVER + "'");
        image("two", ", 'min_disk': 18, 'colour': 'red'");
        assertThat(names("")).contains("one", "two", "cirros");
        assertThat(names("?name=one")).containsExactly("one");
        assertThat(names("?minRam=17")).containsExactly("one");
        assertThat(names("?minDisk=18")).containsExactly("two");
        assertThat(names("?type=snapshot")).containsExactly("one");
        assertThat(names("?property-colour=red")).containsExactly("two");
        assertThat(names("?status=ACTIVE")).contains("cirros").doesNotContain("one");
        assertThat(names("?status=SAVING")).isEmpty();
        assertThat(names("?server=http://example.org/servers/" + SERVER))
                .contains("one")
                .doesNotContain("two");
        assertThat(names("?changes-since=2020-01-01T00:00:00Z")).contains("one");
        assertThat(names("?changes-since=2120-01-01T00:00:00Z")).isEmpty();
        assertThat(call(MEMBER, "GET", "/images?changes-since=yesterday", null).status())
                .isEqualTo(400);
        assertThat(get(FOREIGNER, "/images").path("images").findValuesAsText("name"))
                .contains("cirros")
                .doesNotContain("one");
        JsonNode brief = get(MEMBER, "/images?name=one").at("/images/0");
        assertThat(brief.size()).isEqualTo(3);
    }

    @Test
    void a_list_comes_in_pages() {
        for (int i = 0; i < 5; i++) {
            image("page" + i, ", 'paged': 'yes'");
        }
        List<String> seen = new ArrayList<>();
        String path = "/images/detail?limit=2&property-paged=yes";
        while (!path.isEmpty()) {
            JsonNode page = get(MEMBER, path);
            assertThat(page.path("images").size()).isLessThanOrEqualTo(2);
            seen.addAll(page.path("images").findValuesAsText("name"));
            path = page.at("/images_links/0/href").asText("").replaceFirst("^.*/v2\\.1", "");
        }
        assertThat(seen).containsExactly("page4", "page3", "page2", "page1", "page0");
        assertThat(get(MEMBER, "/images?limit=0").path("images")).isEmpty();
        assertThat(call(MEMBER, "GET", "/images?limit=a", null).status()).isEqualTo(400);
        assertThat(call(MEMBER, "GET", "/images?marker=" + MISSING, null).status())
                .isEqualTo(400);
    }

    @Test
    void an_image_is_deleted_by_whom_the_image_service_lets() {
        String id = image("going", "");
        refused(call(FOREIGNER, "GET", "/images/" + id, null), 404, "Image not found.");
        refused(call(FOREIGNER, "DELETE", "/images/" + id, null), 404, "Image not found.");
        String cirros = get(MEMBER, "/images?name=cirros").at("/images/0/id").asText();
        refused(call(MEMBER, "DELETE", "/images/" + cirros, null), 403, "You are not allowed to delete the image.");
        Answer gone = call(MEMBER, "DELETE", "/images/" + id, null);
        assertThat(gone.status()).isEqualTo(204);
        refused(call(MEMBER, "GET", "/images/" + id, null), 404, "Image not found.");
        refused(call(MEMBER, "DELETE", "/images/" + id, null), 404, "Image not found.");
        refused(call(MEMBER, "GET", "/images/no-uuid", null), 404, "Image not found.");
    }

    @Test
    void metadata_are_added_replaced_shown_and_removed() {
        String id = image("described", ", 'a': '1'");
        String path = "/images/" + id + "/metadata";
        assertThat(get(MEMBER, path).toString()).isEqualTo("{\"metadata\":{\"a\":\"1\"}}");
        assertThat(call(MEMBER, "POST", path, "{'metadata': {'b': '2'}}").body().toString())
                .isEqualTo("{\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}");
        assertThat(get(MEMBER, path + "/b").toString()).isEqualTo("{\"meta\":{\"b\":\"2\"}}");
        assertThat(call(MEMBER, "PUT", path + "/b", "{'meta': {'b': '3'}}")
                        .body()
                        .toString())
                .isEqualTo("{\"meta\":{\"b\":\"3\"}}");
        refused(call(MEMBER, "PUT", path + "/c", "{'meta': {'b': '3'}}"), 400, "Request body and URI mismatch");
        assertThat(call(MEMBER, "DELETE", path + "/a", null).status()).isEqualTo(204);
        refused(call(MEMBER, "DELETE", path + "/a", null), 404, "Invalid metadata key");
        assertThat(call(MEMBER, "GET", path + "/a", null).status()).isEqualTo(404);
        assertThat(get(MEMBER, path).toString()).isEqualTo("{\"metadata\":{\"b\":\"3\"}}");
        assertThat(call(MEMBER, "PUT", path, "{'metadata': {'d/e': '4'}}").status())
                .isEqualTo(400);
        assertThat(call(MEMBER, "PUT", path, "{'metadata': {'d': '4'}}").body().toString())
                .isEqualTo("{\"metadata\":{\"d\":\"4\"}}");
        assertThat(services.image(MEMBER, "GET", "/images/" + id, null).has("b"))
                .isFalse();
        assertThat(cloud.get(MEMBER, "2.38", path).status()).isEqualTo(200);
        refused(call(FOREIGNER, "PUT", path, "{'metadata': {}}"), 404, "Image not found.");
        String cirros = get(MEMBER, "/images?name=cirros").at("/images/0/id").asText();
        assertThat(call(MEMBER, "POST", "/images/" + cirros + "/metadata", "{'metadata': {'a': 'b'}}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void an_image_has_no_more_metadata_than_the_quota_lets() {
        String id = image("full", ", 'a': '1'");
        assertThat(cloud.call("admin", "2.35", "PUT", "/os-quota-sets/" + PROJECT, """
                        {"quota_set": {"metadata_items": 1}}""")
                        .status())
                .isEqualTo(200);
        refused(
                call(MEMBER, "POST", "/images/" + id + "/metadata", "{'metadata': {'b': '2'}}"),
                403,
                "Image metadata limit exceeded");
        cloud.call("admin", "2.35", "DELETE", "/os-quota-sets/" + PROJECT, null);
    }
}
