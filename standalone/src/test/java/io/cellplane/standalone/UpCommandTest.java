package io.cellplane.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandTest {
    @TempDir
    private Path data;

    @Test
    void a_port_of_another_program_is_refused_and_one_of_what_a_killed_cloud_has_left_is_not() throws IOException {
        try (ServerSocket temporal = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CloudOptions options =
                    CloudOptions.in(data, data).withPorts(new Ports(0, 0, 0, 0, temporal.getLocalPort(), 0));
            assertThatThrownBy(() -> UpCommand.refuseTakenPorts(options))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("for Temporal is taken by another program");
            // As a server is told from its command line.
            String config = options.temporalData().resolve("temporal.yaml").toString();
            Process left = new ProcessBuilder("bash", "-c", "sleep 100; true", config).start();
            try {
                assertThatCode(() -> UpCommand.refuseTakenPorts(options)).doesNotThrowAnyException();
            } finally {
                left.descendants().forEach(ProcessHandle::destroyForcibly);
                left.destroyForcibly();
            }
        }
    }
}
