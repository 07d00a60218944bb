package io.cellplane.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.TestCloud;
import java.util.Map;

/** A cloud of a test class's own with the unmodified client; when it is over nothing must be wrong in it. */
final class ClientCloud implements AutoCloseable {
    private final Cloud cloud;
    private final OpenstackCommand openstack;

    private ClientCloud(Cloud cloud, OpenstackCommand openstack) {
        this.cloud = cloud;
        this.openstack = openstack;
    }

    static ClientCloud start(CloudOptions options) {
        Cloud cloud = TestCloud.start(options);
        cloud.announce();
        return new ClientCloud(
                cloud,
                OpenstackCommand.installed(OpenstackCommand.KEPT, options.data().resolve("clouds.yaml"), "cellplane"));
    }

    CloudFile file() {
        return cloud.file();
    }

    /** Its hosts' hypervisors, by host. */
    Map<String, SimulatedHypervisor> hypervisors() {
        return cloud.hypervisors();
    }

    OpenstackCommand openstack() {
        return openstack;
    }

    @Override
    public void close() {
        try (OpenstackCommand _ = openstack;
                Records records = new Records(cloud.file())) {
            assertThat(records.audit()).isEmpty();
        } finally {
            cloud.close();
        }
    }
}
