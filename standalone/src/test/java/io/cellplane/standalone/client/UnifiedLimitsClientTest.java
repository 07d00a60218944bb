package io.cellplane.standalone.client;

import static io.cellplane.standalone.client.Table.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.standalone.cloud.TestCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits that the identity service keeps, as operators set them there with the unmodified client. */
@OneClient
class UnifiedLimitsClientTest {
    /** What was read is believed for ten seconds, up to a minute while the identity service is slow. */
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    static Path data;

    @AutoClose
    private static ClientCloud cloud;

    private static OpenstackCommand openstack;

    @BeforeAll
    static void start() {
        cloud = ClientCloud.start(
                TestCloud.options(data).withQuotaSettings(Map.of("cellplane.quota.unified-limits", true)));
        openstack = cloud.openstack();
    }

    @Test
    void what_is_registered_and_limited_there_holds_here_and_is_set_nowhere_else() {
        openstack.run("registered", "limit", "create", "--service", "nova", "--default-limit", "4", "servers");
        JsonNode registered = openstack.json("registered", "limit", "list");
        assertThat(row(registered, "Resource Name", "servers")
                        .path("Default Limit")
                        .asInt())
                .isEqualTo(4);
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(instances("demo")).isEqualTo(4));
        openstack.run("limit", "create", "--service", "nova", "--project", "demo", "--resource-limit", "0", "servers");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(instances("demo")).isZero());
        openstack.run("flavor", "create", "--ram", "64", "--disk", "1", "--vcpus", "1", "tiny");
        assertThat(openstack.as("demo").refused(OpenstackCommand.creating("web")))
                .contains("Quota exceeded");
        assertThat(openstack.refused("quota", "set", "--instances", "9", "demo"))
                .contains("Limits are kept by the identity service");
    }

    private static int instances(String project) {
        return row(openstack.json("quota", "show", "--compute", project), "Resource", "instances")
                .path("Limit")
                .asInt();
    }
}
