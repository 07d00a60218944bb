package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.http.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What Cellplane asks of an image service. */
@ParameterizedClass
@MethodSource("io.cellplane.standins.Neighbours#all")
class ImageContractTest {
    private static final String MISSING = "99999999-0000-4000-8000-000000000000";

    private final Neighbours neighbours;

    ImageContractTest(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    private Answer call(String user, String method, String path, @Nullable String body) {
        return neighbours.call(neighbours.image(), method, "/v2" + path, body, neighbours.token(user));
    }

    private String made(String user, String name) {
        Answer answer = call(
                user,
                "POST",
                "/images",
                "{\"name\": \"%s\", \"disk_format\": \"raw\", \"container_format\": \"bare\", \"os_distro\": \"tiny\"}"
                        .formatted(name));
        assertThat(answer.status()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    @Test
    void the_first_image_is_there_for_everybody() {
        JsonNode found = call("demo", "GET", "/images?name=cirros", null).good().at("/images/0");
        assertThat(found.path("status").asText()).isEqualTo("active");
        assertThat(found.path("visibility").asText()).isEqualTo("public");
        assertThat(found.path("size").asLong()).isPositive();
        assertThat(found.path("min_ram").isInt() && found.path("min_disk").isInt())
                .isTrue();
        assertThat(found.path("disk_format").asText()).isNotEmpty();
        String id = found.path("id").asText();
        JsonNode shown = call("cellplane", "GET", "/images/" + id, null).good();
        assertThat(shown.path("checksum").asText())
                .isEqualTo(found.path("checksum").asText());
        assertThat(shown.path("os_hash_algo").asText()).isEqualTo("sha512");
    }

    @Test
    void an_image_is_made_described_shown_to_its_project_alone_and_deleted() {
        String id = made("demo", "contract");
        JsonNode shown = call("demo", "GET", "/images/" + id, null).good();
        assertThat(shown.path("status").asText()).isEqualTo("queued");
        assertThat(shown.path("size").isNull()).isTrue();
        assertThat(shown.path("os_distro").asText()).isEqualTo("tiny");
        assertThat(shown.path("owner").asText()).isNotEmpty();
        assertThat(call("admin", "GET", "/images/" + id, null).status()).isEqualTo(200);
        String hidden = made("admin", "hidden");
        assertThat(call("demo", "GET", "/images/" + hidden, null).status()).isEqualTo(404);
        assertThat(call("demo", "DELETE", "/images/" + hidden, null).status()).isEqualTo(404);
        for (String one : new String[] {id, hidden}) {
            assertThat(call("admin", "DELETE", "/images/" + one, null).status()).isEqualTo(204);
            assertThat(call("admin", "DELETE", "/images/" + one, null).status()).isEqualTo(404);
            assertThat(call("admin", "GET", "/images/" + one, null).status()).isEqualTo(404);
        }
    }

    @Test
    void what_is_no_image_or_no_token_is_refused() {
        assertThat(call("demo", "GET", "/images/" + MISSING, null).status()).isEqualTo(404);
        assertThat(call("demo", "GET", "/images/" + MISSING + "/file", null).status())
                .isEqualTo(404);
        assertThat(neighbours
                        .call(neighbours.image(), "GET", "/v2/images", null, "none")
                        .status())
                .isEqualTo(401);
        assertThat(call("demo", "GET", "/images?marker=" + MISSING, null).status())
                .isEqualTo(400);
        assertThat(call("demo", "GET", "/images?limit=-1", null).status()).isEqualTo(400);
        String id = made("demo", "empty");
        assertThat(call("demo", "GET", "/images/" + id + "/file", null).status())
                .isEqualTo(204);
        assertThat(call("demo", "DELETE", "/images/" + id, null).status()).isEqualTo(204);
    }
}
