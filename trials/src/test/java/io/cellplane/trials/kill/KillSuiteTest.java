package io.cellplane.trials.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.control.Quota;
import io.cellplane.embedded.EmbeddedMariaDb;
import io.cellplane.embedded.Programs;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.HostSize;
import io.cellplane.standalone.cloud.Ports;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I2 and I14: separate processes, some kinds of which are killed once while operations are halted at some of their steps. */
final class KillSuiteTest {
    private final long seed = new Random().nextLong();

    @TempDir
    private Path data;

    @Test
    void whatever_dies_every_operation_ends_and_nothing_is_left() {
        Assumptions.assumeTrue(
                Programs.find("nats-server").isPresent(), "no nats-server: ./cellplane tools builds one");
        Path root = Path.of(System.getProperty("cellplane.root"), ".cellplane");
        CloudOptions options = CloudOptions.in(data, EmbeddedMariaDb.baseIn(root))
                .withPorts(Ports.free())
                .withHosts(2, new HostSize(64, 65_536, 1024))
                .withQuota(Quota.Limits.none());
        KillPlan plan = KillPlan.brief(seed);
        KillSuite.Report report = KillSuite.run(plan, options, data.resolve("caches"), System.out);
        assertThat(report).as("seed %d", seed).matches(KillSuite.Report::good);
        assertThat(report.kills()).isEqualTo(plan.victims().size());
    }
}
