package io.cellplane.standalone.client;

import static io.cellplane.standalone.client.Table.column;
import static io.cellplane.standalone.client.Table.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.standalone.cloud.TestCloud;
import io.cellplane.testing.Sampled;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quota, limits and services, as operators manage them with the unmodified client. */
@OneClient
@Sampled
class QuotaClientTest {
    @TempDir
    static Path data;

    @AutoClose
    private static ClientCloud cloud;

    private static OpenstackCommand openstack;

    @BeforeAll
    static void start() {
        cloud = ClientCloud.start(TestCloud.options(data));
        openstack = cloud.openstack();
    }

    private static JsonNode quota(String resource, String... words) {
        return row(openstack.json(words), "Resource", resource);
    }

    @Test
    void a_projects_quota_is_set_shown_kept_to_and_taken_back() {
        openstack.run("quota", "set", "--instances", "0", "--cores", "8", "demo");
        JsonNode cores = quota("cores", "quota", "show", "--compute", "--usage", "demo");
        assertThat(cores.path("Limit").asInt()).isEqualTo(8);
        assertThat(cores.path("In Use").asInt()).isZero();
        openstack.run("flavor", "create", "--ram", "64", "--disk", "1", "--vcpus", "1", "tiny");
        assertThat(openstack.as("demo").refused(OpenstackCommand.creating("web")))
                .contains("Quota exceeded for instances: Requested 1, but already used 0 of 0 instances");
        openstack.run("quota", "delete", "--compute", "demo");
        assertThat(quota("cores", "quota", "show", "--compute", "demo")
                        .path("Limit")
                        .asInt())
                .isEqualTo(-1);
    }

    @Test
    void the_default_class_is_every_projects_and_limits_show_it() {
        openstack.run("quota", "set", "--default", "--key-pairs", "7", "--server-groups", "3");
        assertThat(quota("key-pairs", "quota", "show", "--compute", "--default")
                        .path("Limit")
                        .asInt())
                .isEqualTo(7);
        // The client sends a query that Nova refuses from 2.75 on, too.
        JsonNode limits = openstack.as("demo").json("--os-compute-api-version", "2.74", "limits", "show", "--absolute");
        assertThat(row(limits, "Name", "keypairs").path("Value").asInt()).isEqualTo(7);
        assertThat(row(limits, "Name", "server_groups").path("Value").asInt()).isEqualTo(3);
        assertThat(row(limits, "Name", "instances_used").path("Value").asInt()).isZero();
        assertThat(openstack.as("demo").refused("quota", "set", "--default", "--cores", "1"))
                .contains("Policy doesn't allow");
    }

    @Test
    void a_service_is_forced_down_and_not_deleted_while_it_may_be_up() {
        String host = cloud.hypervisors().keySet().stream().sorted().findFirst().orElseThrow();
        openstack.run("compute", "service", "set", "--down", host, "nova-compute");
        JsonNode service = openstack
                .json("compute", "service", "list", "--host", host, "--long")
                .get(0);
        assertThat(service.path("State").asText()).isEqualTo("down");
        assertThat(service.path("Forced Down").asBoolean()).isTrue();
        assertThat(openstack.refused(
                        "compute", "service", "delete", service.path("ID").asText()))
                .contains("1 of 1 compute services failed to delete");
        openstack.run("compute", "service", "set", "--up", host, "nova-compute");
        assertThat(column(openstack.json("compute", "service", "list", "--host", host), "State"))
                .containsExactly("up");
    }
}
