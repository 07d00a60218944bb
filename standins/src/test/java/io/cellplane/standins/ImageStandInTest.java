package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.image.Image;
import io.cellplane.openstack.image.Images;
import io.cellplane.openstack.image.NewImage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStandInTest {
    @TempDir
    Path data;

    private StandInCloud cloud;
    private String demo;
    private String alt;
    private String admin;

    @BeforeEach
    void open() throws Exception {
        cloud = new StandInCloud(data);
        demo = cloud.login("demo", "demo-pw", "demo");
        alt = cloud.login("alt", "alt-pw", "alt");
        admin = cloud.login("admin", "admin-pw", "admin");
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void a_public_image_is_there_for_all() {
        String id = call("GET", "/v2/images?name=cirros", null, demo)
                .good()
                .at("/images/0/id")
                .asText();
        Image own = cloud.clients.images().get(id).orElseThrow();

        assertThat(own).isEqualTo(cloud.clients.images().get(id, demo).orElseThrow());
        assertThat(own.name()).isEqualTo("cirros");
        assertThat(own.isActive()).isTrue();
        assertThat(own.sizeBytes()).isEqualTo(16 << 10);
        assertThat(own.properties()).containsEntry("os_distro", "cirros").doesNotContainKey("os_hash_value");
        assertThat(cloud.clients.images().get("cirros")).isEmpty();
        assertThat(cloud.clients.images().get("")).isEmpty();
        assertThatThrownBy(() -> cloud.clients.images().get(id, "bad"))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.status()).isEqualTo(401));
    }

    @Test
    void an_image_is_made_filled_changed_and_deleted() throws Exception {
        String id = make(
                demo,
                "{\"name\": \"mine\", \"disk_format\": \"raw\", \"container_format\": \"bare\","
                        + " \"min_disk\": 2, \"hw_disk_bus\": \"virtio\"}");
        assertThat(cloud.clients.images().get(id).orElseThrow().status()).isEqualTo("queued");
        assertThat(upload(id, demo)).isEqualTo(204);
        assertThat(upload(id, demo)).isEqualTo(409);

        Image image = cloud.clients.images().get(id, demo).orElseThrow();
        assertThat(image.status()).isEqualTo("active");
        assertThat(image.sizeBytes()).isEqualTo(5);
        assertThat(image.hashes())
                .containsEntry("md5", "5d41402abc4b2a76b9719d911017c592")
                .containsKey("sha512");
        assertThat(image.minDisk()).isEqualTo(2);
        assertThat(image.properties()).containsEntry("hw_disk_bus", "virtio");

        String patch = "[{\"op\": \"replace\", \"path\": \"/protected\", \"value\": true},"
                + "{\"op\": \"add\", \"path\": \"/a~1b\", \"value\": \"c\"},"
                + "{\"op\": \"remove\", \"path\": \"/hw_disk_bus\"}]";
        JsonNode changed = call("PATCH", "/v2/images/" + id, patch, demo).good();
        assertThat(changed.path("a/b").asText()).isEqualTo("c");
        assertThat(changed.has("hw_disk_bus")).isFalse();
        assertThat(call("DELETE", "/v2/images/" + id, null, demo).status()).isEqualTo(403);
        call("PATCH", "/v2/images/" + id, "[{\"op\": \"replace\", \"path\": \"/protected\", \"value\": false}]", demo);
        assertThat(call("DELETE", "/v2/images/" + id, null, demo).status()).isEqualTo(204);
        assertThat(cloud.clients.images().get(id)).isEmpty();
    }

    @Test
    void what_is_made_here_has_the_id_that_was_minted_and_is_found_again() {
        Images images = cloud.clients.images();
        String id = UUID.randomUUID().toString();
        NewImage asked =
                new NewImage(id, "temp", "qcow2", "bare", Map.of(Image.OPERATION, "op-1", "hw_disk_bus", "virtio"));

        Image made = images.create(asked);
        assertThat(made.status()).isEqualTo("queued");
        assertThat(made.visibility()).isEqualTo("private");
        assertThat(made.diskFormat()).isEqualTo("qcow2");
        assertThat(made.properties()).containsEntry("hw_disk_bus", "virtio").containsEntry(Image.OPERATION, "op-1");
        assertThatThrownBy(() -> images.create(asked))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.status()).isEqualTo(409));
        assertThat(images.get(id, demo)).isEmpty();
        assertThat(images.marked()).containsExactly(made);

        images.delete(id);
        images.delete(id);
        assertThat(images.marked()).isEmpty();
        String guarded = make(demo, "{\"protected\": true}");
        assertThatThrownBy(() -> images.delete(guarded))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.status()).isEqualTo(403));
    }

    @Test
    void others_do_not_see_it() {
        String id = make(demo, "{\"name\": \"mine\", \"visibility\": \"private\"}");

        assertThat(cloud.clients.images().get(id, alt)).isEmpty();
        assertThat(call("GET", "/v2/images", null, alt).good().path("images")).hasSize(2);
        assertThat(call("GET", "/v2/images", null, admin).good().path("images")).hasSize(3);
        assertThat(call("DELETE", "/v2/images/" + id, null, alt).status()).isEqualTo(404);
        assertThat(call("POST", "/v2/images", "{\"visibility\": \"public\"}", demo)
                        .status())
                .isEqualTo(403);
        assertThat(call("PATCH", "/v2/images/" + id, "[{\"op\":\"add\",\"path\":\"/size\",\"value\":1}]", demo)
                        .status())
                .isEqualTo(403);
        assertThat(call("POST", "/v2/images", "{\"min_disk\": \"x\"}", demo).status())
                .isEqualTo(400);
    }

    @Test
    void lists_come_in_pages() {
        JsonNode first =
                call("GET", "/v2/images?limit=1&status=active", null, demo).good();
        JsonNode second = call("GET", first.path("next").asText(), null, demo).good();

        assertThat(first.path("images")).hasSize(1);
        assertThat(second.path("images")).hasSize(1);
        assertThat(second.at("/images/0/id")).isNotEqualTo(first.at("/images/0/id"));
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void images_outlive_the_process() throws Exception {
        String id = make(demo, "{\"name\": \"kept\", \"disk_format\": \"raw\", \"container_format\": \"bare\"}");
        upload(id, demo);
        cloud.close();

        cloud = new StandInCloud(data);

        assertThat(cloud.clients.images().get(id, demo).orElseThrow().isActive())
                .isTrue();
        assertThat(call("GET", "/v2/images", null, demo).good().path("images")).hasSize(3);
    }

    @Test
    void versions_name_the_host_that_the_client_used() {
        Answer answer = call("GET", "/", null, null);

        assertThat(answer.status()).isEqualTo(300);
        assertThat(answer.body().at("/versions/0/links/0/href").asText())
                .isEqualTo(StandInCloud.at(cloud.image.address()) + "/v2/");
    }

    private String make(String token, String body) {
        return call("POST", "/v2/images", body, token).good().path("id").asText();
    }

    private int upload(String id, String token) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI file = URI.create(StandInCloud.at(cloud.image.address()) + "/v2/images/" + id + "/file");
            HttpRequest request = HttpRequest.newBuilder(file)
                    .header("X-Auth-Token", token)
                    .header("Content-Type", "application/octet-stream")
                    .PUT(HttpRequest.BodyPublishers.ofString("hello"))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private Answer call(String method, String path, @Nullable String body, @Nullable String token) {
        return cloud.call(cloud.image.address(), method, path, body, token);
    }
}
