package io.cellplane.process.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event, one line, one JSON object with fixed keys; a key without a value is an empty string. Of the context of a
 * thread only these keys are written, so that nothing comes into a log that nobody meant to be there.
 */
public final class JsonLine extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = new byte[0];
    private static final List<String> CONTEXT = List.of("operation", "server", "cell", "host", "request_id");

    private final ThrowableProxyConverter exceptions = new ThrowableProxyConverter();
    private String process = "";

    /** Which process logs: set by the configuration. */
    public void setProcess(String name) {
        this.process = name;
    }

    @Override
    public void start() {
        exceptions.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256).append('{');
        field(line, "timestamp", event.getInstant().toString());
        field(line, "level", event.getLevel().toString());
        field(line, "logger", event.getLoggerName());
        field(line, "message", event.getFormattedMessage());
        CONTEXT.forEach(key -> field(line, key, event.getMDCPropertyMap().get(key)));
        field(line, "process", process);
        if (event.getThrowableProxy() != null) {
            field(line, "exception", exceptions.convert(event));
        }
        return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void field(StringBuilder line, String key, @Nullable String value) {
        if (line.length() > 1) {
            line.append(',');
        }
        line.append('"').append(key).append("\":\"");
        line.append(value == null ? "" : JsonEscapeUtil.jsonEscapeString(value)).append('"');
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
