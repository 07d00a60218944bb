package io.cellplane.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.contracts.Patience;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.QuotaUsageRow;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.HostSize;
import io.cellplane.standalone.cloud.TestCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More is asked for than fits: exactly what fits is given, and every sum agrees. */
final class ContentionTest {
    private static final int BOOTS = 80;
    private static final int FIT = 40;
    private static final int THREADS = 16;
    private static final int MEMORY = 256;
    private static final int RESERVED = 512;
    private static final int HOSTS = 2;

    @TempDir
    private Path data;

    @Test
    void eighty_boots_onto_hosts_that_hold_forty() throws Exception {
        int perHost = FIT / (2 * HOSTS);
        // On a busy machine a hasty boot would give a host up that is only slow, and find no other.
        CloudOptions options = TestCloud.options(data)
                .withHosts(HOSTS, new HostSize(64, perHost * MEMORY + RESERVED, 4096))
                .withPatience(Patience.standard());
        try (Cloud cloud = TestCloud.start(options);
                ComputeClient client = ComputeClient.admin(cloud.file())) {
            client.compute("POST", "/flavors", flavor()).good();
            ObjectNode body = client.server("crowd", "crowd");
            assertThat(postAll(client, body)).containsOnly(Map.entry(202, (long) BOOTS));
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> cloud.api().operations().open().isEmpty());

            List<JsonNode> servers = new ArrayList<>();
            client.compute("GET", "/servers/detail?limit=1000", null)
                    .good()
                    .body()
                    .path("servers")
                    .forEach(servers::add);
            Map<String, Long> states = servers.stream()
                    .collect(Collectors.groupingBy(
                            server -> server.path("status").asText(), Collectors.counting()));
            assertThat(states).containsOnly(Map.entry("ACTIVE", (long) FIT), Map.entry("ERROR", (long) BOOTS - FIT));
            assertThat(servers)
                    .filteredOn(server -> server.path("status").asText().equals("ERROR"))
                    .allSatisfy(server -> assertThat(
                                    server.path("fault").path("message").asText())
                            .startsWith("No valid host was found."));
            assertSums(cloud);
            try (Records records = new Records(cloud.file())) {
                assertThat(records.audit()).isEmpty();
            }
        }
    }

    private static void assertSums(Cloud cloud) {
        assertThat(cloud.api().mappings().live().stream()
                        .collect(Collectors.groupingBy(
                                mapping -> "cell0".equals(mapping.cell()), Collectors.counting())))
                .containsOnly(Map.entry(true, (long) BOOTS - FIT), Map.entry(false, (long) FIT));
        assertThat(cloud.api().mappings().live()).extracting(MappingRow::cell).doesNotContainNull();
        int promised = cloud.api().allocations().all().stream()
                .filter(row -> row.resourceClass().equals(InventoryRow.MEMORY_MB))
                .mapToInt(AllocationRow::used)
                .sum();
        assertThat(promised).isEqualTo(FIT * MEMORY);
        // A server in ERROR counts until it is deleted.
        assertThat(cloud.api().quota().usagesAfter("", 100))
                .extracting(QuotaUsageRow::instances)
                .containsExactly(BOOTS);
    }

    private static Map<Integer, Long> postAll(ComputeClient client, ObjectNode body) throws Exception {
        List<Callable<Integer>> posts = new ArrayList<>();
        for (int i = 0; i < BOOTS; i++) {
            posts.add(() -> client.compute("POST", "/servers", body).status());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(posts)) {
                answers.add(answer.get());
            }
            return answers.stream().collect(Collectors.groupingBy(status -> status, Collectors.counting()));
        }
    }

    private static ObjectNode flavor() {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("flavor")
                .put("id", "crowd")
                .put("name", "crowd")
                .put("vcpus", 1)
                .put("ram", MEMORY)
                .put("disk", 1);
        return body;
    }
}
