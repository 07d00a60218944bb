package io.cellplane.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonLineTest {
    private static JsonNode line(String message, @Nullable Throwable thrown, Map<String, String> context)
            throws Exception {
        LoggerContext logs = new LoggerContext();
        logs.putProperty("cellplane.process", "api");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(logs);
        configurator.doConfigure(JsonLineTest.class.getResource("/logback-process-json.xml"));
        Logger root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
        Encoder<ILoggingEvent> encoder = ((ConsoleAppender<ILoggingEvent>) root.getAppender("console")).getEncoder();
        LoggingEvent event =
                new LoggingEvent("caller", logs.getLogger("io.cellplane.Some"), Level.WARN, message, thrown, null);
        event.setMDCPropertyMap(context);
        String text = new String(encoder.encode(event), StandardCharsets.UTF_8);
        assertThat(text).endsWith("}\n").containsOnlyOnce("\n");
        return new ObjectMapper().readTree(text);
    }

    @Test
    void has_fixed_keys_and_only_those() throws Exception {
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
    void an_exception_stays_in_the_line() throws Exception {
        JsonNode line = line("failed", new IllegalStateException("outer", new RuntimeException("in\nner")), Map.of());
        assertThat(line.path("exception").asText())
                .contains("IllegalStateException: outer", "Caused by: ", "in\nner", "JsonLineTest");
    }

    @Test
    void of_a_deep_trace_the_first_sixty_frames_are_shown() throws Exception {
        IllegalStateException deep = new IllegalStateException("deep");
        StackTraceElement frame = deep.getStackTrace()[0];
        deep.setStackTrace(Collections.nCopies(1000, frame).toArray(StackTraceElement[]::new));
        JsonNode line = line("failed", deep, Map.of());
        assertThat(line.path("exception").asText().lines().filter(text -> text.contains(frame.getMethodName())))
                .hasSize(60);
    }
}
