package io.cellplane.compute.agent;

import io.cellplane.contracts.host.Command;
import java.util.Map;
import org.slf4j.MDC;

/** The keys of every log line; the same in all processes. */
record LogKeys(String host, String cell) {

    /** Until it is closed, lines of this thread carry them. */
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    Scope of(Command command) {
        MDC.setContextMap(Map.of(
                "operation", command.operation().toString(),
                "server", command.server().toString(),
                "cell", cell,
                "host", host,
                "request_id", String.valueOf(command.requestId())));
        return MDC::clear;
    }

    Scope ofHost() {
        MDC.setContextMap(Map.of("cell", cell, "host", host));
        return MDC::clear;
    }
}
