package io.cellplane.compute.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.host.HostDetails.Connector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the host's own tools. */
class ConnectorsTest {
    @TempDir
    private Path folder;

    private Connector connector() {
        return Connectors.of("10.0.0.1", "h1", folder.resolve("initiatorname.iscsi"), folder.resolve("hostnqn"));
    }

    @Test
    void they_name_the_host() throws IOException {
        Files.writeString(
                folder.resolve("initiatorname.iscsi"),
                "## Do not change it\n\nInitiatorName=iqn.1993-08.org.debian:01:8a7b\n");
        Files.writeString(folder.resolve("hostnqn"), "nqn.2014-08.org.nvmexpress:uuid:1234\n");
        assertThat(connector())
                .isEqualTo(new Connector(
                        "iqn.1993-08.org.debian:01:8a7b",
                        "nqn.2014-08.org.nvmexpress:uuid:1234",
                        "10.0.0.1",
                        "h1",
                        false));
    }

    @Test
    void where_there_are_none_there_is_no_name() throws IOException {
        Files.writeString(folder.resolve("initiatorname.iscsi"), "GenerateName=yes\n");
        assertThat(connector()).isEqualTo(new Connector(null, null, "10.0.0.1", "h1", false));
    }
}
