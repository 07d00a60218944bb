package io.cellplane.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.embedded.DataLock;
import io.cellplane.standalone.bench.BootBench;
import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.CloudOptions;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against one cloud. */
final class CloudTest {
    @TempDir
    private static Path data;

    private static Cloud cloud;

    @BeforeAll
    static void start() {
        cloud = Cloud.forTests(CloudOptions.forTests(data));
        cloud.announce();
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void aSecondCloudOnTheSameDataIsToldWhoHoldsThem() {
        CloudOptions options = CloudOptions.forTests(data);
        assertThatThrownBy(() -> Cloud.forTests(options))
                .isInstanceOf(DataLock.DataInUse.class)
                .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void theDemoEndsWell() {
        assertThat(Main.line(Map.of()).execute("demo", "--data", data.toString()))
                .isZero();
    }

    @Test
    void theAuditEndsWell() {
        assertThat(Main.line(Map.of()).execute("audit", "--data", data.toString()))
                .isZero();
    }

    @Test
    void aBootStaysWithinItsBudgetOfEventsAndMessages() {
        BootBench.Result result = BootBench.run(cloud.file(), new BootBench.Plan(8, 4, 0));
        assertThat(result.events()).isBetween(20.0, 40.0);
        assertThat(result.serversPerSecond()).isPositive();
    }
}
