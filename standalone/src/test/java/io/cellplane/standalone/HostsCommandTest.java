package io.cellplane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.TestCloud;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with a host of a running cloud. */
final class HostsCommandTest {
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

    private static Said hosts(String verb, @Nullable String host) {
        return Said.of(() -> HostsCommand.run(cloud.file(), verb, host));
    }

    @Test
    void hosts_are_listed_approved_and_retired() {
        assertThat(hosts("list", null).words().lines())
                .hasSize(cloud.hypervisors().size());
        String host = cloud.hypervisors().keySet().stream().sorted().findFirst().orElseThrow();
        assertThat(hosts("list", host).words()).contains(host, " up ", "0 servers");
        assertThat(hosts("approve", host).words()).contains("is offered with {\"");
        assertThat(hosts("strike-debts", host))
                .isEqualTo(new Said(
                        1,
                        "Cannot strike the debts of host " + host
                                + ": it is not forced down, and servers or debts are there.\n"));
        assertThat(hosts("retire", host)).isEqualTo(new Said(0, "Host " + host + " is retired.\n"));
        assertThat(hosts("list", host).words()).contains(" retired ");
        assertThat(hosts("strike-debts", host).code()).isZero();
        assertThat(hosts("retire", "nowhere")).isEqualTo(new Said(1, "Compute host nowhere could not be found.\n"));
    }
}
