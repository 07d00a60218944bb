package io.cellplane.api.http;

import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The log's keys of one request, on whichever thread works for it. */
record LogKeys(Map<String, String> keys) implements ThreadPropagatedContextElement<Map<String, String>> {
    LogKeys {
        keys = Map.copyOf(keys);
    }

    @Override
    public Map<String, String> updateThreadContext() {
        @Nullable Map<String, String> before = MDC.getCopyOfContextMap();
        keys.forEach(MDC::put);
        return before == null ? new HashMap<>() : before;
    }

    @Override
    public void restoreThreadContext(Map<String, String> before) {
        MDC.setContextMap(before);
    }
}
