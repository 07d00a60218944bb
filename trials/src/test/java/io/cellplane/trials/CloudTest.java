package io.cellplane.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.embedded.DataLock;
import io.cellplane.standalone.Main;
import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.TestCloud;
import io.cellplane.trials.bench.BootBench;
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
        cloud = TestCloud.start(TestCloud.options(data));
        cloud.announce();
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void a_second_cloud_on_the_same_data_is_told_who_holds_them() {
        CloudOptions options = TestCloud.options(data);
        assertThatThrownBy(() -> TestCloud.start(options))
                .isInstanceOf(DataLock.DataInUse.class)
                .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void the_demo_ends_well() {
        assertThat(Main.line(Map.of()).execute("demo", "--data", data.toString()))
                .isZero();
    }

    @Test
    void the_audit_ends_well() {
        assertThat(Main.line(Map.of()).execute("audit", "--data", data.toString()))
                .isZero();
    }

    @Test
    void a_boot_stays_within_its_budget_of_events_and_messages() {
        BootBench.Result result = BootBench.run(cloud.file(), new BootBench.Plan(8, 4, 0));
        assertThat(result.events()).isBetween(20.0, 45.0);
        assertThat(result.serversPerSecond()).isPositive();
    }
}
