package io.cellplane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsConfigurationTest {
    @Test
    void nobody_hears_the_answers_of_another(@TempDir Path folder) throws Exception {
        NatsConfiguration bus = new NatsConfiguration(folder.resolve("nats.conf"), 4222, 0);
        for (String taken : new String[] {"api", "worker_1", "worker.1", "rack.1"}) {
            Map<String, String> hosts = new TreeMap<>(Map.of("rack_1", "p", "other", "p"));
            hosts.put(taken, "p");
            assertThatThrownBy(() -> bus.write("worker_1", "p", "p", hosts))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("its inbox is another's");
        }
        bus.write("worker_1", "p", "p", Map.of("rack_1", "p", "rack-1", "p"));
        assertThat(Files.readString(folder.resolve("nats.conf"))).contains("_INBOX.rack-1.>");
    }
}
