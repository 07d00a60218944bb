package io.cellplane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.cloud.TestCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says of a cloud whose hosts and records are made to disagree. */
final class AuditCommandTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path data;

    private static Cloud cloud;

    @BeforeAll
    static void start() {
        cloud = TestCloud.start(TestCloud.options(data));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Said audit() {
        return Said.of(() -> AuditCommand.run(cloud.file()));
    }

    private static UUID boot(ComputeClient admin) {
        admin.compute(
                "POST",
                "/flavors",
                ComputeClient.JSON.valueToTree(Map.of(
                        "flavor", Map.of("id", "audited", "name", "audited", "ram", 64, "vcpus", 1, "disk", 1))));
        String id = admin.compute("POST", "/servers", admin.server("audited", "audited"))
                .good()
                .body()
                .at("/server/id")
                .asText();
        Awaitility.await()
                .atMost(SOON)
                .until(() -> admin.compute("GET", "/servers/" + id, null)
                        .body()
                        .at("/server/status")
                        .asText()
                        .equals("ACTIVE"));
        return UUID.fromString(id);
    }

    private static GuestSpec guest(UUID server) {
        return new GuestSpec(
                server, "n", "n", "p", 1, 64, 1, 0, 0, null, Map.of(), List.of(), Map.of(), null, null, null, null,
                false);
    }

    @Test
    void it_says_what_is_wrong_and_whose_it_is() throws InterruptedException {
        CloudFile file = cloud.file();
        UUID server;
        try (ComputeClient admin = ComputeClient.admin(file)) {
            server = boot(admin);
        }
        Said sound = audit();
        assertThat(sound.words()).contains("agrees", cloud.hypervisors().size() + " hosts asked");
        assertThat(sound.code()).isZero();

        String host = cloud.hypervisors().entrySet().stream()
                .filter(each -> each.getValue().guest(server).isPresent())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        String other = cloud.hypervisors().keySet().stream()
                .filter(name -> !name.equals(host))
                .findFirst()
                .orElseThrow();
        UUID stranger = UUID.randomUUID();
        hypervisor(host).destroy(server);
        hypervisor(other).spawn(NewGuest.stray(guest(server)));
        hypervisor(other).spawn(NewGuest.stray(guest(stranger)));

        Said broken = audit();
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.words().lines())
                .anySatisfy(
                        line -> assertThat(line).startsWith("I1 it is active").contains(server.toString(), host))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("I1 a guest of it runs there")
                        .contains(server.toString(), "on " + host, "host " + other))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("I4 a guest runs for nothing")
                        .contains(stranger.toString(), other))
                .hasSize(4);
    }

    private static SimulatedHypervisor hypervisor(String host) {
        return Objects.requireNonNull(cloud.hypervisors().get(host));
    }
}
