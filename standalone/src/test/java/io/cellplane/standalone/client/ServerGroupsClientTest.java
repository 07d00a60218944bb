package io.cellplane.standalone.client;

import static io.cellplane.standalone.client.Table.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.standalone.cloud.TestCloud;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server groups, as the unmodified client sees them. */
@OneClient
class ServerGroupsClientTest {
    @TempDir
    static Path data;

    @AutoClose
    private static ClientCloud cloud;

    private static OpenstackCommand openstack;

    @BeforeAll
    static void start() {
        cloud = ClientCloud.start(TestCloud.options(data));
        openstack = cloud.openstack();
        openstack.run("flavor", "create", "--ram", "64", "--disk", "1", "--vcpus", "1", "tiny");
    }

    @Test
    void a_group_with_a_rule_is_made_shown_to_its_project_and_deleted() {
        JsonNode made = openstack.json(
                "server", "group", "create", "--policy", "anti-affinity", "--rule", "max_server_per_host=2", "pairs");
        assertThat(made.path("policy").asText()).isEqualTo("anti-affinity");
        assertThat(openstack
                        .json("server", "group", "show", "pairs")
                        .path("rules")
                        .toString())
                .contains("max_server_per_host", "2");
        String id = made.path("id").asText();
        assertThat(row(openstack.json("server", "group", "list", "--all-projects"), "ID", id)
                        .path("Name")
                        .asText())
                .isEqualTo("pairs");
        assertThat(openstack.as("demo").refused("server", "group", "show", id)).contains("No ServerGroup found");
        openstack.run("server", "group", "delete", "pairs");
        assertThat(openstack.refused("server", "group", "show", id)).contains("No ServerGroup found");
    }

    @Test
    void members_are_kept_apart_and_leave_when_they_are_deleted() {
        String group = openstack
                .json("server", "group", "create", "--policy", "anti-affinity", "apart")
                .path("id")
                .asText();
        create("apart", 2, "web");
        Set<String> hosts = new HashSet<>();
        for (JsonNode member : openstack.json("server", "group", "show", group).path("members")) {
            JsonNode server = openstack.json("server", "show", member.asText());
            assertThat(server.path("server_groups").toString()).contains(group);
            hosts.add(server.path("OS-EXT-SRV-ATTR:host").asText());
        }
        assertThat(hosts).hasSize(2);
        openstack.run("server", "delete", "--wait", "web-1", "web-2");
        assertThat(openstack.json("server", "group", "show", group).path("members"))
                .isEmpty();
    }

    @Test
    void members_are_kept_together_in_whichever_cell_the_first_one_is() {
        openstack.run("server", "group", "create", "--policy", "affinity", "together");
        create("together", 3, "db");
        Set<String> hosts = new HashSet<>();
        for (String name : new String[] {"db-1", "db-2", "db-3"}) {
            hosts.add(openstack
                    .json("server", "show", name)
                    .path("OS-EXT-SRV-ATTR:host")
                    .asText());
        }
        assertThat(hosts).hasSize(1);
    }

    private static void create(String group, int many, String name) {
        String number = String.valueOf(many);
        openstack.run(
                OpenstackCommand.creating("--server-group", group, "--min", number, "--max", number, "--wait", name));
    }
}
