package io.cellplane.process;

import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * How the processes log: one line per event, with the fixed keys operation, server, cell, host, request_id; as JSON, or
 * for people with {@code CELLPLANE_LOG=text}.
 */
public final class Logging {
    private Logging() {}

    /** Before the first logger is made. Not {@code logback.xml}: several processes may lie on one class path. */
    public static void begin(String process) {
        if (System.getProperty("logback.configurationFile") != null) {
            return;
        }
        boolean text = "text".equalsIgnoreCase(System.getenv("CELLPLANE_LOG"));
        System.setProperty("cellplane.process", process);
        System.setProperty("logback.configurationFile", text ? "logback-process.xml" : "logback-process-json.xml");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> LoggerFactory.getLogger(Logging.class).error("thread {} died", thread, thrown));
    }
}
