package io.cellplane.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.CloudsYaml;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code openstack} client, unchanged, against the cloud. */
final class OpenStackClientTest {
    @TempDir
    private static Path data;

    private static Cloud cloud;
    private static OpenStackProgram openstack;

    @BeforeAll
    static void start() throws Exception {
        Path environment = OpenStackProgram.environmentIn(
                Path.of(System.getProperty("cellplane.root", "..")).toAbsolutePath().normalize());
        Optional<String> missing = OpenStackProgram.install(environment);
        assumeTrue(missing.isEmpty(), () -> "not run: " + missing.orElse(""));
        cloud = Cloud.forTests(CloudOptions.forTests(data));
        cloud.announce();
        openstack = new OpenStackProgram(environment, CloudsYaml.in(data));
    }

    @AfterAll
    static void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    @Test
    void aServersLife() throws Exception {
        assertThat(openstack.json("token", "issue").path("id").asText()).isNotBlank();

        JsonNode flavor = openstack.json("flavor", "create", "--ram", "512", "--disk", "1", "--vcpus", "1", "small");
        assertThat(flavor.path("ram").asInt()).isEqualTo(512);
        assertThat(column(openstack.json("flavor", "list"), "Name")).contains("small");
        assertThat(openstack.run("keypair", "create", "key").good().out()).contains("PRIVATE KEY");
        assertThat(column(openstack.json("image", "list"), "Name")).contains("cirros", "debian");
        assertThat(column(openstack.json("network", "list"), "Name")).contains("private", "public");

        JsonNode created = openstack.json(
                "server",
                "create",
                "--flavor",
                "small",
                "--image",
                "cirros",
                "--network",
                "private",
                "--key-name",
                "key",
                "--wait",
                "first");
        assertThat(created.path("status").asText()).isEqualTo("ACTIVE");
        JsonNode listed = openstack.json("server", "list");
        assertThat(column(listed, "Name")).containsExactly("first");
        assertThat(column(listed, "Status")).containsExactly("ACTIVE");
        assertThat(column(listed, "Image")).containsExactly("cirros");
        assertThat(column(listed, "Flavor")).containsExactly("small");
        JsonNode shown = openstack.json("server", "show", "first");
        assertThat(shown.path("id").asText()).isEqualTo(created.path("id").asText());
        assertThat(shown.path("addresses").path("private").isEmpty()).isFalse();
        assertThat(shown.path("OS-EXT-SRV-ATTR:host").asText()).matches("cell[12]-host[1-4]");
        assertThat(shown.path("key_name").asText()).isEqualTo("key");
        assertThat(column(openstack.json("server", "event", "list", "first"), "Action"))
                .containsExactly("create");

        openstack.run("server", "delete", "--wait", "first").good();
        assertThat(openstack.json("server", "list")).isEmpty();
        openstack.run("keypair", "delete", "key").good();
        openstack.run("flavor", "delete", "small").good();
        try (Records records = new Records(cloud.file())) {
            assertThat(records.audit()).isEmpty();
        }
    }

    @Test
    void whatOperatorsLookAt() throws Exception {
        JsonNode services = openstack.json("compute", "service", "list");
        assertThat(column(services, "Host")).contains("cell1-host1", "cell1-host4", "cell2-host1", "cell2-host4");
        assertThat(StreamSupport.stream(services.spliterator(), false))
                .filteredOn(service -> service.path("Binary").asText().equals("nova-compute"))
                .hasSize(8)
                .allSatisfy(service ->
                        assertThat(service.path("State").asText()).isEqualTo("up"));
        assertThat(column(openstack.json("hypervisor", "list"), "Hypervisor Hostname"))
                .hasSize(8)
                .contains("cell1-host1", "cell2-host4");
        assertThat(column(openstack.json("availability", "zone", "list", "--compute"), "Zone Name"))
                .contains("nova");
    }

    private static List<String> column(JsonNode rows, String name) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.path(name).asText())
                .toList();
    }
}
