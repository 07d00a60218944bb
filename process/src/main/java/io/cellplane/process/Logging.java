package io.cellplane.process;

/** How the processes log: one line per event, with the fixed keys operation, server, cell, host, request_id. */
public final class Logging {
    private Logging() {}

    /** Before the first logger is made. Not {@code logback.xml}: several processes may lie on one class path. */
    public static void begin() {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "logback-process.xml");
        }
    }
}
