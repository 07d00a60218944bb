package io.cellplane.temporal.client;

import io.temporal.api.common.v1.Payload;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.GlobalDataConverter;
import java.util.Map;
import org.slf4j.MDC;

/** Carries the id of the request that began it all from the API into every activity's log lines. */
final class RequestIds implements ContextPropagator {
    private static final String KEY = LogKeys.REQUEST;

    /** What is started inside belongs to that request; outside, the thread's own request is as before. */
    static Scope within(String id) {
        String before = MDC.get(KEY);
        MDC.put(KEY, id);
        return () -> {
            if (before == null) {
                MDC.remove(KEY);
            } else {
                MDC.put(KEY, before);
            }
        };
    }

    /** Ends without a failure. */
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public String getName() {
        return "cellplane";
    }

    @Override
    public Map<String, Payload> serializeContext(Object context) {
        return context instanceof String id
                ? Map.of(KEY, GlobalDataConverter.get().toPayload(id).orElseThrow())
                : Map.of();
    }

    @Override
    public Object deserializeContext(Map<String, Payload> header) {
        Payload payload = header.get(KEY);
        return payload == null ? "" : GlobalDataConverter.get().fromPayload(payload, String.class, String.class);
    }

    @Override
    public Object getCurrentContext() {
        String id = MDC.get(KEY);
        return id == null ? "" : id;
    }

    @Override
    public void setCurrentContext(Object context) {
        if (context instanceof String id && !id.isEmpty()) {
            MDC.put(KEY, id);
        }
    }
}
