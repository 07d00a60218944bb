package io.cellplane.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.standalone.cloud.TestCloud;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Security groups of a server, as the unmodified client gives and takes them. */
@OneClient
class SecurityGroupsClientTest {
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

    private static List<String> groups() {
        return openstack.json("server", "show", "web").path("security_groups").findValuesAsText("name");
    }

    @Test
    void a_server_gets_groups_by_name_and_id_and_loses_them() {
        openstack.run("security", "group", "create", "http");
        String ssh =
                openstack.json("security", "group", "create", "ssh").path("id").asText();
        openstack.run(
                "server", "create", "--flavor", "tiny", "--image", "cirros", "--network", "private", "--wait", "web");
        assertThat(groups()).containsExactly("default");

        openstack.run("server", "add", "security", "group", "web", "http", ssh);
        assertThat(groups()).containsExactlyInAnyOrder("default", "http", "ssh");
        JsonNode ports = openstack.json("port", "list", "--server", "web", "--long");
        assertThat(ports.toString()).contains(ssh);
        assertThat(openstack.json("port", "list", "--server", "web")).hasSize(1);
        assertThat(openstack.refused("security", "group", "delete", ssh)).contains("in use");

        openstack.run("server", "remove", "security", "group", "web", "http", "ssh");
        assertThat(groups()).containsExactly("default");
        assertThat(openstack.refused("server", "remove", "security", "group", "web", "ssh"))
                .contains("Security group ssh not associated with the instance");
        openstack.run("security", "group", "create", "ssh");
        assertThat(openstack.refused("server", "add", "security", "group", "web", "ssh"))
                .contains("Multiple security_group matches found for name 'ssh'");
        openstack.run("security", "group", "delete", ssh);
        openstack.run("server", "delete", "--wait", "web");
    }
}
