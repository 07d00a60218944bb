package io.cellplane.proofs;

import io.cellplane.temporal.client.Temporal;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;

/** The last things that happened in a workflow. */
final class LastEvents {
    private static final int MOST = 8;

    private LastEvents() {}

    static String of(Temporal temporal, String workflow) {
        try {
            List<String> all = temporal.client().fetchHistory(workflow).getEvents().stream()
                    .map(LastEvents::told)
                    .filter(text -> !text.isEmpty())
                    .toList();
            return all.subList(Math.max(0, all.size() - MOST), all.size()).toString();
        } catch (RuntimeException e) {
            return "no history";
        }
    }

    /** Of what workflows decide only that they failed to. */
    private static String told(HistoryEvent event) {
        String type = event.getEventType().name().substring("EVENT_TYPE_".length());
        String more = event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName()
                + event.getWorkflowExecutionSignaledEventAttributes().getSignalName()
                + event.getWorkflowTaskFailedEventAttributes().getFailure().getMessage();
        return type.startsWith("WORKFLOW_TASK") && more.isEmpty() ? "" : type + " " + more;
    }
}
