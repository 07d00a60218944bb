package io.cellplane.standalone;

/** A command that is not the cloud itself says only what it has to say. */
public final class Quiet {
    private Quiet() {}

    public static void logs() {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "logback-client.xml");
        }
    }
}
