package io.cellplane.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.ChildCloud;
import io.cellplane.standalone.cloud.CloudFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * I14: the cloud's JVM is killed in the middle, with Temporal's memory in it; a new one on the same data brings every
 * operation to its end.
 */
final class KillTest {
    private static final int BOOTS = 20;
    private static final Duration MOST = Duration.ofMinutes(2);
    private static final List<String> OPTIONS =
            List.of("--fast", "--hasty", "--memory-temporal", "--no-quota", "--spawn-millis", "700");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @TempDir
    private Path data;

    @Test
    void bootsAndDeletesInFlightSurviveKills() {
        System.out.println("KillTest: seed " + seed);
        List<String> servers;
        try (ChildCloud cloud = ChildCloud.start(data, OPTIONS);
                ComputeClient client = ComputeClient.admin(cloud.file())) {
            servers = post(client);
            int some = random.nextInt(BOOTS);
            await("seed " + seed)
                    .atMost(MOST)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> begun(client) >= some);
            cloud.kill();
        }
        List<String> deleted;
        try (ChildCloud cloud = ChildCloud.start(data, OPTIONS);
                ComputeClient client = ComputeClient.admin(cloud.file())) {
            await("seed " + seed)
                    .atMost(MOST)
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(servers)
                            .allMatch(id -> !status(client, id).equals("BUILD")));
            assertThat(servers).as("seed %d", seed).allSatisfy(id -> assertEnded(client, id));
            assertAudit(cloud.file());
            List<String> shuffled = new ArrayList<>(servers);
            Collections.shuffle(shuffled, random);
            deleted = shuffled.subList(0, BOOTS / 2);
            deleted.forEach(
                    id -> client.compute("DELETE", "/servers/" + id, null).good());
            cloud.kill();
        }
        try (ChildCloud cloud = ChildCloud.start(data, OPTIONS);
                ComputeClient client = ComputeClient.admin(cloud.file())) {
            await("seed " + seed)
                    .atMost(MOST)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> deleted.stream()
                            .allMatch(id -> client.compute("GET", "/servers/" + id, null)
                                            .status()
                                    == 404));
            List<String> left =
                    servers.stream().filter(id -> !deleted.contains(id)).toList();
            assertThat(left).as("seed %d", seed).allSatisfy(id -> assertEnded(client, id));
            assertAudit(cloud.file());
        }
    }

    private static List<String> post(ComputeClient client) {
        ObjectNode flavor = ComputeClient.JSON.createObjectNode();
        flavor.putObject("flavor")
                .put("id", "kill")
                .put("name", "kill")
                .put("vcpus", 1)
                .put("ram", 256)
                .put("disk", 1);
        client.compute("POST", "/flavors", flavor).good();
        ObjectNode body = client.server("kill", "kill");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < BOOTS; i++) {
            ids.add(client.compute("POST", "/servers", body)
                    .good()
                    .body()
                    .path("server")
                    .path("id")
                    .asText());
        }
        return List.copyOf(ids);
    }

    /** How many have a host by now. */
    private static int begun(ComputeClient client) {
        int count = 0;
        for (JsonNode server :
                client.compute("GET", "/servers/detail", null).good().body().path("servers")) {
            if (!server.path("OS-EXT-SRV-ATTR:host").isNull()) {
                count++;
            }
        }
        return count;
    }

    private static String status(ComputeClient client, String id) {
        return server(client, id).path("status").asText();
    }

    private static JsonNode server(ComputeClient client, String id) {
        return client.compute("GET", "/servers/" + id, null).good().body().path("server");
    }

    /** Nothing fails in this test but the process: every server is active. */
    private static void assertEnded(ComputeClient client, String id) {
        JsonNode server = server(client, id);
        assertThat(server.path("status").asText())
                .as("%s", server.path("fault"))
                .isEqualTo("ACTIVE");
    }

    private static void assertAudit(CloudFile cloud) {
        try (Records records = new Records(cloud)) {
            assertThat(records.audit()).isEmpty();
        }
    }
}
