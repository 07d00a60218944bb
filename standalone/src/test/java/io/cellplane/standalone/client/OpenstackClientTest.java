package io.cellplane.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.CloudOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user types, and what the unmodified client makes of our answers. */
class OpenstackClientTest {
    private static final Path KEPT =
            Path.of(System.getProperty("user.dir"), "..", ".cellplane").normalize();

    @TempDir
    static Path data;

    private static Cloud cloud;
    private static OpenstackCommand openstack;

    @BeforeAll
    static void start() {
        cloud = Cloud.forTests(CloudOptions.forTests(data));
        cloud.announce();
        openstack = OpenstackCommand.installed(KEPT, data.resolve("clouds.yaml"), "cellplane");
    }

    @AfterAll
    static void stop() {
        try (Records records = new Records(cloud.file())) {
            assertThat(records.audit()).isEmpty();
        } finally {
            cloud.close();
        }
    }

    @Test
    void a_token_is_issued() {
        assertThat(openstack.json("token", "issue").path("id").asText()).isNotEmpty();
    }

    @Test
    void the_catalogue_names_the_services() {
        assertThat(column(openstack.json("catalog", "list"), "Type"))
                .contains("identity", "compute", "image", "network");
    }

    @Test
    void images_and_networks_are_listed_by_name() {
        assertThat(column(openstack.json("image", "list"), "Name")).contains("cirros");
        assertThat(column(openstack.json("network", "list"), "Name")).contains("private");
    }

    @Test
    void hosts_zones_and_services_are_listed() {
        JsonNode services = openstack.json("compute", "service", "list", "--service", "nova-compute");
        assertThat(column(services, "Host"))
                .containsExactlyInAnyOrderElementsOf(cloud.hypervisors().keySet());
        assertThat(column(services, "State")).containsOnly("up");
        assertThat(column(services, "Status")).containsOnly("enabled");
        assertThat(column(openstack.json("hypervisor", "list"), "Hypervisor Hostname"))
                .containsExactlyInAnyOrderElementsOf(cloud.hypervisors().keySet());
        assertThat(column(openstack.json("availability", "zone", "list", "--compute"), "Zone Name"))
                .contains("nova");
    }

    @Test
    void a_host_is_taken_out_of_service_and_put_back() {
        String host = cloud.hypervisors().keySet().stream().sorted().findFirst().orElseThrow();
        openstack.run("compute", "service", "set", "--disable", "--disable-reason", "repair", host, "nova-compute");
        JsonNode service = openstack
                .json("compute", "service", "list", "--host", host, "--long")
                .get(0);
        assertThat(service.path("Status").asText()).isEqualTo("disabled");
        assertThat(service.path("Disabled Reason").asText()).isEqualTo("repair");
        openstack.run("compute", "service", "set", "--enable", host, "nova-compute");
        assertThat(column(openstack.json("compute", "service", "list", "--host", host), "Status"))
                .containsOnly("enabled");
    }

    @Test
    void a_server_lives_and_dies_as_the_client_sees_it() {
        String flavor = unique("flavor");
        JsonNode made = openstack.json("flavor", "create", "--ram", "64", "--disk", "1", "--vcpus", "1", flavor);
        assertThat(made.path("ram").asInt()).isEqualTo(64);
        assertThat(column(openstack.json("flavor", "list"), "Name")).contains(flavor);

        String key = unique("key");
        assertThat(openstack
                        .json(
                                "keypair",
                                "create",
                                "--private-key",
                                data.resolve(key).toString(),
                                key)
                        .path("name")
                        .asText())
                .isEqualTo(key);
        assertThat(data.resolve(key)).content().contains("PRIVATE KEY");
        assertThat(column(openstack.json("keypair", "list"), "Name")).contains(key);

        String name = unique("web");
        JsonNode server = openstack.json(
                "server",
                "create",
                "--flavor",
                flavor,
                "--image",
                "cirros",
                "--network",
                "private",
                "--key-name",
                key,
                "--property",
                "role=front",
                "--wait",
                name);
        assertThat(server.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(server.path("adminPass").asText()).isNotEmpty();
        assertThat(server.path("addresses").path("private").get(0).asText()).startsWith("10.");
        String id = server.path("id").asText();

        JsonNode row = row(openstack.json("server", "list"), "ID", id);
        assertThat(row.path("Name").asText()).isEqualTo(name);
        assertThat(row.path("Status").asText()).isEqualTo("ACTIVE");
        assertThat(row.path("Flavor").asText()).isEqualTo(flavor);
        assertThat(row.path("Image").asText()).isEqualTo("cirros");

        JsonNode shown = openstack.json("server", "show", name);
        assertThat(shown.path("id").asText()).isEqualTo(id);
        assertThat(shown.path("properties").path("role").asText()).isEqualTo("front");
        assertThat(cloud.hypervisors())
                .containsKey(shown.path("OS-EXT-SRV-ATTR:host").asText());
        assertThat(shown.path("key_name").asText()).isEqualTo(key);

        JsonNode event = openstack.json("server", "event", "list", id).get(0);
        assertThat(event.path("Action").asText()).isEqualTo("create");
        JsonNode events = openstack
                .json("server", "event", "show", id, event.path("Request ID").asText())
                .path("events");
        assertThat(events.get(0).path("event").asText()).isEqualTo("compute__do_build_and_run_instance");
        assertThat(events.get(0).path("result").asText()).isEqualTo("Success");

        openstack.run("server", "delete", "--wait", name);
        assertThat(column(openstack.json("server", "list"), "ID")).doesNotContain(id);
        assertThat(openstack.refused("server", "show", id)).contains("No Server found");
        openstack.run("keypair", "delete", key);
        openstack.run("flavor", "delete", flavor);
    }

    @Test
    void a_server_that_fits_nowhere_is_shown_with_its_fault() {
        String flavor = unique("huge");
        openstack.run("flavor", "create", "--ram", "999999999", "--disk", "1", "--vcpus", "1", flavor);
        String name = unique("nowhere");
        openstack.refused(
                "server", "create", "--flavor", flavor, "--image", "cirros", "--network", "private", "--wait", name);
        JsonNode shown = openstack.json("server", "show", name);
        assertThat(shown.path("status").asText()).isEqualTo("ERROR");
        assertThat(shown.path("fault").path("message").asText())
                .isEqualTo("No valid host was found. There are not enough hosts available.");
        openstack.run("server", "delete", "--wait", name);
    }

    @Test
    void another_project_does_not_see_it() {
        String flavor = unique("flavor");
        openstack.run("flavor", "create", "--ram", "64", "--disk", "0", "--vcpus", "1", flavor);
        String name = unique("mine");
        String id = openstack
                .json(
                        "server",
                        "create",
                        "--flavor",
                        flavor,
                        "--image",
                        "cirros",
                        "--network",
                        "private",
                        "--wait",
                        name)
                .path("id")
                .asText();
        assertThat(openstack.as("demo").refused("server", "show", id)).contains("No Server found");
        assertThat(column(openstack.as("demo").json("server", "list"), "ID")).doesNotContain(id);
        openstack.run("server", "delete", "--wait", id);
    }

    private static String unique(String what) {
        return what + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static List<String> column(JsonNode table, String name) {
        List<String> values = new ArrayList<>();
        table.forEach(row -> values.add(row.path(name).asText()));
        return values;
    }

    private static JsonNode row(JsonNode table, String column, String value) {
        return StreamSupport.stream(table.spliterator(), false)
                .filter(row -> row.path(column).asText().equals(value))
                .findFirst()
                .orElseThrow();
    }
}
