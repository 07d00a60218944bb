package io.cellplane.workflows.step;

import io.cellplane.contracts.operation.ActionEvent;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of an operation, one after the other, as its workflow sees them begin and end. They have no step of their
 * own: all so far travel with each step that writes to the server's cell anyway.
 */
public final class EventLog {
    private final List<ActionEvent> ended = new ArrayList<>();
    private @Nullable ActionEvent current;

    /** What was under way has gone well, and the next begins. */
    public void next(String name, int attempt, @Nullable String host) {
        end(null);
        current = new ActionEvent(name, attempt, host, now(), null, null);
    }

    /** What was under way, if anything was, has gone well. */
    public void succeed() {
        end(null);
    }

    public void fail(String why) {
        end(why);
    }

    /** All so far, also what is under way. */
    public List<ActionEvent> all() {
        List<ActionEvent> all = new ArrayList<>(ended);
        if (current != null) {
            all.add(current);
        }
        return all;
    }

    private void end(@Nullable String error) {
        ActionEvent event = current;
        if (event != null) {
            ended.add(new ActionEvent(event.name(), event.attempt(), event.host(), event.began(), now(), error));
            current = null;
        }
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
