package io.cellplane.standalone.client;

import static io.cellplane.standalone.client.Table.column;
import static io.cellplane.standalone.client.Table.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.cloud.TestCloud;
import io.cellplane.testing.Sampled;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user types, and what the unmodified client makes of our answers. */
@OneClient
@Sampled
class OpenstackClientTest {
    @TempDir
    static Path data;

    private static ClientCloud cloud;
    private static OpenstackCommand openstack;
    private static ComputeClient admin;
    private static @Nullable String shared;

    @BeforeAll
    static void start() {
        cloud = ClientCloud.start(TestCloud.options(data));
        admin = ComputeClient.admin(cloud.file());
        openstack = cloud.openstack();
    }

    @AfterAll
    static void stop() {
        admin.close();
        cloud.close();
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
        JsonNode conductors = openstack.json("compute", "service", "list", "--service", "nova-conductor");
        assertThat(column(conductors, "Zone")).containsExactly("internal");
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
        String flavor = flavor(999_999_999);
        String name = unique("nowhere");
        openstack.refused(
                "server", "create", "--flavor", flavor, "--image", "cirros", "--network", "private", "--wait", name);
        JsonNode shown = openstack.json("server", "show", name);
        assertThat(shown.path("status").asText()).isEqualTo("ERROR");
        assertThat(shown.path("fault").path("message").asText())
                .isEqualTo("No valid host was found. There are not enough hosts available.");
        openstack.run("server", "delete", name);
        String id = shown.path("id").asText();
        Awaitility.await()
                .until(() -> admin.compute("GET", "/servers/" + id, null).status() == 404);
    }

    @Test
    void another_project_does_not_see_it() {
        String id = shared();
        assertThat(openstack.as("demo").refused("server", "show", id)).contains("No Server found");
        assertThat(column(openstack.as("demo").json("server", "list"), "ID")).doesNotContain(id);
    }

    @Test
    void a_server_is_stopped_started_and_rebooted() {
        String id = shared();
        openstack.run("server", "stop", id);
        await(id, "SHUTOFF");
        assertThat(openstack.refused("server", "stop", id))
                .contains("Cannot 'stop' instance " + id + " while it is in vm_state stopped");
        openstack.run("server", "start", id);
        await(id, "ACTIVE");
        openstack.run("server", "reboot", id);
        await(id, "ACTIVE");
        openstack.run("server", "reboot", "--hard", id);
        await(id, "ACTIVE");
        assertThat(openstack.json("server", "show", id).path("status").asText()).isEqualTo("ACTIVE");
        assertThat(column(openstack.json("server", "event", "list", id), "Action"))
                .containsSubsequence("reboot", "reboot", "start", "stop", "create");
    }

    @Test
    void a_server_is_paused_suspended_and_dumped() {
        String id = shared();
        openstack.run("server", "pause", id);
        await(id, "PAUSED");
        assertThat(openstack
                        .json("server", "show", id)
                        .path("OS-EXT-STS:power_state")
                        .asText())
                .isIn("3", "Paused");
        openstack.run("server", "dump", "create", id);
        Awaitility.await().until(() -> isOver(id, "trigger_crash_dump"));
        openstack.run("server", "unpause", id);
        await(id, "ACTIVE");
        openstack.run("server", "suspend", id);
        await(id, "SUSPENDED");
        assertThat(openstack.refused("server", "pause", id))
                .contains("Cannot 'pause' instance " + id + " while it is in vm_state suspended");
        openstack.run("server", "resume", id);
        await(id, "ACTIVE");
        assertThat(column(openstack.json("server", "event", "list", id), "Action"))
                .containsSubsequence("resume", "suspend", "unpause", "trigger_crash_dump", "pause", "create");
    }

    @Test
    void a_server_is_locked_named_described_and_tagged() {
        String id = shared();
        openstack.run("server", "lock", "--reason", "audit", id);
        JsonNode locked = openstack.json("server", "show", id);
        assertThat(locked.path("locked").asBoolean()).isTrue();
        assertThat(locked.path("locked_reason").asText()).isEqualTo("audit");
        openstack.run("server", "unlock", id);
        String name = unique("named");
        openstack.run(
                "server",
                "set",
                "--name",
                name,
                "--description",
                "what it is",
                "--property",
                "role=back",
                "--tag",
                "blue",
                id);
        JsonNode shown = openstack.json("server", "show", name);
        assertThat(shown.path("id").asText()).isEqualTo(id);
        assertThat(shown.path("locked").asBoolean()).isFalse();
        assertThat(shown.path("description").asText()).isEqualTo("what it is");
        assertThat(shown.path("properties").path("role").asText()).isEqualTo("back");
        assertThat(shown.path("tags").get(0).asText()).isEqualTo("blue");
    }

    @Test
    void a_server_is_resized_confirmed_and_reverted() {
        String id = shared();
        JsonNode before = seen(id);
        String larger = flavor(128);
        openstack.run("server", "resize", "--flavor", larger, "--wait", id);
        JsonNode resized = openstack.json("server", "show", id);
        assertThat(resized.path("status").asText()).isEqualTo("VERIFY_RESIZE");
        assertThat(resized.path("flavor").path("original_name").asText()).isEqualTo(larger);
        assertThat(host(resized)).isNotEqualTo(host(before));
        openstack.run("server", "resize", "confirm", id);
        await(id, "ACTIVE");
        assertThat(openstack.refused("server", "resize", "confirm", id))
                .contains("Cannot 'confirmResize' instance " + id + " while it is in vm_state active");

        openstack.run("server", "resize", "--flavor", flavor(256), id);
        await(id, "VERIFY_RESIZE");
        openstack.run("server", "resize", "revert", id);
        await(id, "ACTIVE");
        JsonNode reverted = openstack.json("server", "show", id);
        assertThat(reverted.path("flavor").path("original_name").asText()).isEqualTo(larger);
        assertThat(host(reverted)).isEqualTo(host(resized));
        JsonNode actions = openstack.json("server", "event", "list", id);
        assertThat(column(actions, "Action"))
                .containsSubsequence("revertResize", "resize", "confirmResize", "resize", "create");
        assertThat(events(id, actions, "resize"))
                .containsExactly(
                        "cold_migrate Success",
                        "conductor_migrate_server Success",
                        "compute_prep_resize Success",
                        "compute_resize_instance Success",
                        "compute_finish_resize Success");
        assertThat(events(id, actions, "confirmResize")).containsExactly("compute_confirm_resize Success");
        assertThat(events(id, actions, "revertResize"))
                .containsExactly("compute_revert_resize Success", "compute_finish_revert_resize Success");
    }

    /** Of the newest action of that name, in the order in which they began. */
    private static List<String> events(String id, JsonNode actions, String action) {
        String request = row(actions, "Action", action).path("Request ID").asText();
        List<String> events = new ArrayList<>();
        openstack
                .json("server", "event", "show", id, request)
                .path("events")
                .forEach(event -> events.add(event.path("event").asText() + " "
                        + event.path("result").asText()));
        return events;
    }

    @Test
    void a_server_is_migrated_to_any_host_and_to_a_named_one() {
        String id = shared();
        String first = host(seen(id));
        openstack.run("server", "migrate", id);
        await(id, "VERIFY_RESIZE");
        openstack.run("server", "migrate", "confirm", id);
        await(id, "ACTIVE");
        openstack.run("server", "migrate", "--host", first, "--wait", id);
        JsonNode back = openstack.json("server", "show", id);
        assertThat(back.path("status").asText()).isEqualTo("VERIFY_RESIZE");
        assertThat(host(back)).isEqualTo(first);
        openstack.run("server", "migration", "confirm", id);
        await(id, "ACTIVE");

        JsonNode migrations = openstack.json("server", "migration", "list", "--server", id, "--type", "cold-migration");
        assertThat(column(migrations, "Status")).containsExactly("confirmed", "confirmed");
        assertThat(column(migrations, "Dest Compute").getFirst()).isEqualTo(first);
        assertThat(column(migrations, "Source Compute").getLast()).isEqualTo(first);
        assertThat(openstack.refused("server", "migrate", "--host", first, id))
                .contains("Cannot migrate to the host where the server exists.");
    }

    /** One server for all that give it back as it was but for its name, flavor and host. */
    private static synchronized String shared() {
        if (shared == null) {
            ObjectNode body = admin.server(unique("shared"), flavor(64));
            shared = admin.compute("POST", "/servers", body)
                    .good()
                    .body()
                    .path("server")
                    .path("id")
                    .asText();
        }
        await(shared, "ACTIVE");
        return shared;
    }

    private static String flavor(int ram) {
        String name = unique("flavor");
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("flavor")
                .put("id", name)
                .put("name", name)
                .put("vcpus", 1)
                .put("ram", ram)
                .put("disk", 1);
        admin.compute("POST", "/flavors", body).good();
        return name;
    }

    /** As any other client sees it: the command itself asks every five seconds only. */
    private static void await(String id, String status) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode server = seen(id);
            assertThat(server.path("status").asText()).isEqualTo(status);
            assertThat(server.path("OS-EXT-STS:task_state").isNull()).isTrue();
        });
    }

    private static boolean isOver(String id, String action) {
        String path = "/servers/" + id + "/os-instance-actions";
        for (JsonNode each : admin.compute("GET", path, null).body().path("instanceActions")) {
            if (each.path("action").asText().equals(action)) {
                String one = path + "/" + each.path("request_id").asText();
                JsonNode shown = admin.compute("GET", one, null).body();
                return shown.at("/instanceAction/events/0/finish_time").isTextual();
            }
        }
        return false;
    }

    private static JsonNode seen(String id) {
        return admin.compute("GET", "/servers/" + id, null).body().path("server");
    }

    private static String host(JsonNode server) {
        return server.path("OS-EXT-SRV-ATTR:host").asText();
    }

    private static String unique(String what) {
        return what + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
