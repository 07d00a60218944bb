package io.cellplane.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.CloudSecrets;
import io.cellplane.standalone.cloud.HostSize;
import io.cellplane.standalone.cloud.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What guests of a whole cloud are told, wherever their servers have moved. */
class MetadataTest {
    private static final String PASSWORD = "/openstack/latest/password";

    @TempDir
    private static Path data;

    private static Cloud cloud;
    private static ComputeClient admin;
    private static HttpClient guests;

    @BeforeAll
    static void start() {
        cloud = TestCloud.start(TestCloud.options(data).withHosts(1, HostSize.standard()));
        admin = ComputeClient.admin(cloud.file());
        guests = HttpClient.newHttpClient();
        ObjectNode flavor = ComputeClient.JSON.createObjectNode();
        flavor.putObject("flavor")
                .put("id", "told")
                .put("name", "told")
                .put("ram", 64)
                .put("vcpus", 1)
                .put("disk", 1);
        admin.compute("POST", "/flavors", flavor).good();
        ObjectNode key = ComputeClient.JSON.createObjectNode();
        key.putObject("keypair").put("name", "mine");
        admin.compute("POST", "/os-keypairs", key).good();
    }

    @AfterAll
    static void stop() {
        guests.close();
        admin.close();
        cloud.close();
    }

    private static String booted() {
        ObjectNode body = admin.server("told", "told");
        ObjectNode server = (ObjectNode) body.path("server");
        server.put("availability_zone", "nova:cell1-host1").put("key_name", "mine");
        server.putObject("metadata").put("role", "front");
        server.put("user_data", Base64.getEncoder().encodeToString("hello".getBytes(StandardCharsets.UTF_8)));
        String id = admin.compute("POST", "/servers", body)
                .good()
                .body()
                .at("/server/id")
                .asText();
        until(id, "ACTIVE");
        return id;
    }

    private static JsonNode shown(String id) {
        return admin.compute("GET", "/servers/" + id, null).body().path("server");
    }

    private static void until(String id, String status) {
        await(id)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> shown(id),
                        server -> server.path("status").asText().equals(status)
                                && server.path("OS-EXT-STS:task_state").isNull());
    }

    /** As Neutron's proxy asks. */
    private static HttpResponse<String> ask(String cell, String server, String path, @Nullable String posted) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            String secret = new CloudSecrets(data.resolve("secrets")).metadata();
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(cloud.file().metadata().get(cell) + path))
                    .header("X-Instance-ID", server)
                    .header("X-Tenant-ID", shown(server).path("tenant_id").asText())
                    .header(
                            "X-Instance-ID-Signature",
                            HexFormat.of().formatHex(mac.doFinal(server.getBytes(StandardCharsets.UTF_8))));
            if (posted != null) {
                request.POST(HttpRequest.BodyPublishers.ofString(posted));
            }
            return guests.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(String cell, String server, String path) {
        HttpResponse<String> answer = ask(cell, server, path, null);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    @Test
    void a_guest_that_has_moved_to_another_cell_is_told_the_same_there() throws IOException {
        String server = booted();
        assertThat(ask("cell2", server, "/latest/meta-data/instance-id", null).statusCode())
                .isEqualTo(404);
        String known = read("cell1", server, "/latest/meta-data/instance-id");
        assertThat(known).matches("i-[0-9a-f]{8}");
        assertThat(known).isNotEqualTo("i-" + server.substring(0, 8));
        String image = read("cell1", server, "/latest/meta-data/ami-id");
        assertThat(image).matches("ami-[0-9a-f]{8}");
        JsonNode before = who("cell1", server);
        assertThat(before.at("/keys/0/type").asText()).isEqualTo("ssh");
        assertThat(before.at("/keys/0/data").asText()).startsWith("ssh-");
        assertThat(before.at("/meta/role").asText()).isEqualTo("front");
        assertThat(read("cell1", server, "/openstack/latest/user_data")).isEqualTo("hello");
        assertThat(ask("cell1", server, PASSWORD, "cipher").statusCode()).isEqualTo(200);
        ObjectNode migrate = ComputeClient.JSON.createObjectNode();
        migrate.putObject("migrate").put("host", "cell2-host1");
        admin.compute("POST", "/servers/" + server + "/action", migrate).good();
        until(server, "VERIFY_RESIZE");
        assertThat(who("cell2", server)).isEqualTo(before);
        assertThat(read("cell2", server, "/latest/meta-data/instance-id")).isEqualTo(known);
        assertThat(read("cell2", server, "/latest/meta-data/ami-id")).isEqualTo(image);
        assertThat(read("cell2", server, "/openstack/latest/user_data")).isEqualTo("hello");
        assertThat(read("cell2", server, PASSWORD)).isEqualTo("cipher");
        assertThat(ask("cell2", server, PASSWORD, "another").statusCode()).isEqualTo(409);
        assertThat(admin.compute("GET", "/servers/" + server + "/os-server-password", null)
                        .good()
                        .body()
                        .path("password")
                        .asText())
                .isEqualTo("cipher");
    }

    /** Without what is another one each time, and where it is. */
    private static JsonNode who(String cell, String server) throws IOException {
        JsonNode data = ComputeClient.JSON.readTree(read(cell, server, "/openstack/latest/meta_data.json"));
        Objects.requireNonNull((ObjectNode) data).remove("random_seed");
        return data;
    }
}
