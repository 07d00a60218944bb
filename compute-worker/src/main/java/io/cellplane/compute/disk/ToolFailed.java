package io.cellplane.compute.disk;

import java.io.IOException;

/** A program ended otherwise than well. */
final class ToolFailed extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int OVER_CPU = 128 + 24;
    private static final int KILLED = 128 + 9;
    private static final int ABORTED = 128 + 6;
    private static final int SEGMENTATION = 128 + 11;
    private static final int FAILED = 1;

    private final int exit;
    private final String said;

    ToolFailed(String program, int exit, String said) {
        super(program + " ended with " + exit + ": " + said);
        this.exit = exit;
        this.said = said;
    }

    /** Whether the data that it was to read are at fault: it says so, or they cost more than the program may use. */
    boolean blamesData() {
        return switch (exit) {
            case FAILED -> !said.contains("error while writing") && !said.contains("No space left");
            case OVER_CPU, KILLED, ABORTED, SEGMENTATION -> true;
            default -> false;
        };
    }
}
