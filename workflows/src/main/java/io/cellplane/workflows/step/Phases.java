package io.cellplane.workflows.step;

import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What an operator reads as the current details of an operation: its phases with their times, the last is under way. */
public final class Phases {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final List<String> lines = new ArrayList<>();

    public void now(String phase) {
        lines.add("- " + TIME.format(Instant.ofEpochMilli(Workflow.currentTimeMillis())) + " " + phase);
        Workflow.setCurrentDetails(String.join("\n", lines));
    }
}
