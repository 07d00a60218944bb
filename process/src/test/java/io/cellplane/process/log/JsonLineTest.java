package io.cellplane.process.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonLineTest {
    private static JsonNode line(String message, @Nullable Throwable thrown, Map<String, String> context)
            throws Exception {
        LoggerContext logs = new LoggerContext();
        JsonLine encoder = new JsonLine();
        encoder.setProcess("api");
        encoder.setContext(logs);
        encoder.start();
        LoggingEvent event =
                new LoggingEvent("caller", logs.getLogger("io.cellplane.Some"), Level.WARN, message, thrown, null);
        event.setMDCPropertyMap(context);
        String text = new String(encoder.encode(event), StandardCharsets.UTF_8);
        assertThat(text).endsWith("}\n").containsOnlyOnce("\n");
        return new ObjectMapper().readTree(text);
    }

    @Test
    void hasFixedKeysAndOnlyThose() throws Exception {
        JsonNode line = line("of two\nlines, \"quoted\" \u0001 äß", null, Map.of("server", "s1", "password", "secret"));
        assertThat(line.fieldNames())
                .toIterable()
                .containsExactly(
                        "timestamp",
                        "level",
                        "logger",
                        "message",
                        "operation",
                        "server",
                        "cell",
                        "host",
                        "request_id",
                        "process");
        assertThat(line.path("message").asText()).isEqualTo("of two\nlines, \"quoted\" \u0001 äß");
        assertThat(line.path("server").asText()).isEqualTo("s1");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("operation").asText()).isEmpty();
        assertThat(line.path("process").asText()).isEqualTo("api");
        assertThat(line.toString()).doesNotContain("secret");
    }

    @Test
    void anExceptionStaysInTheLine() throws Exception {
        JsonNode line = line("failed", new IllegalStateException("outer", new RuntimeException("in\nner")), Map.of());
        assertThat(line.path("exception").asText())
                .contains("IllegalStateException: outer", "Caused by: ", "in\nner", "JsonLineTest");
    }
}
